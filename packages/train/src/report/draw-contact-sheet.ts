import { element, fitText, svgDocument, textElement } from './svg-document.js';

/** A small picture with two lines below it. */
export interface ContactSheetTile {
  /** `data:` URI, so that the sheet is one file. */
  readonly picture: string;
  readonly label: string;
  readonly predicted: string;
  /** Of the prediction, 0..1. */
  readonly score: number;
}

const PICTURE = 132;
const COLUMN = 148;
const ROW = 184;
const LEFT = 16;
const TOP = 66;
const COLUMNS = 6;
const FONT = 11;
const SCORE_WIDTH = 42;

const drawTile = (
  { picture, label, predicted, score }: ContactSheetTile,
  index: number,
): string[] => {
  const x = LEFT + (index % COLUMNS) * COLUMN;
  const y = TOP + Math.floor(index / COLUMNS) * ROW;
  return [
    element('rect', { x, y, width: PICTURE, height: PICTURE, class: 'empty' }),
    element('image', { x, y, width: PICTURE, height: PICTURE, href: picture }),
    textElement(x, y + PICTURE + 16, fitText(label, PICTURE, FONT), { class: 'small' }),
    textElement(x, y + PICTURE + 31, fitText(predicted, PICTURE - SCORE_WIDTH, FONT), {
      class: 'small second',
    }),
    textElement(x + PICTURE, y + PICTURE + 31, `${(score * 100).toFixed(0)} %`, {
      class: 'small muted',
      anchor: 'end',
    }),
  ];
};

/** Draws wrong answers as one SVG: picture, label, and what was predicted with its score. */
export const drawContactSheet = (tiles: readonly ContactSheetTile[]): string => {
  const rows = Math.ceil(tiles.length / COLUMNS);
  const size = {
    width: LEFT * 2 + COLUMNS * COLUMN - (COLUMN - PICTURE),
    height: TOP + rows * ROW + 8,
  };
  return svgDocument({ ...size, title: 'Worst mistakes' }, [
    textElement(LEFT, 26, 'Worst mistakes', { class: 'title' }),
    textElement(LEFT, 46, tiles.length === 0 ? 'There were none.' : 'first line: label', {
      class: 'small muted',
    }),
    ...(tiles.length === 0
      ? []
      : [textElement(LEFT + 96, 46, 'second line: prediction', { class: 'small second' })]),
    ...tiles.flatMap(drawTile),
  ]);
};
