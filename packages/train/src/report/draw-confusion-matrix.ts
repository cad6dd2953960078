import type { EvaluationMetrics } from '../evaluate/evaluation-metrics.js';
import {
  element,
  fitText,
  lineElement,
  svgDocument,
  textElement,
  textWidth,
} from './svg-document.js';

/** More classes than these are not readable in one picture; those with most mistakes are shown. */
const MAX_SHOWN = 60;
const LABEL_FONT = 11;
const MAX_LABEL_WIDTH = 230;
const HEADER = 66;

interface Grid {
  /** Indices of the classes that are shown. */
  readonly shown: readonly number[];
  readonly cell: number;
  readonly left: number;
  readonly top: number;
}

const mistakesOf = (confusion: EvaluationMetrics['confusion'], index: number): number =>
  confusion.reduce((total, row, label) => {
    if (label === index) return total;
    return total + (row[index] ?? 0) + (confusion[index]?.[label] ?? 0);
  }, 0);

const shownClasses = ({
  confusion,
  labels,
}: Pick<EvaluationMetrics, 'confusion' | 'labels'>): number[] => {
  const all = labels.map((_, index) => index);
  if (all.length <= MAX_SHOWN) return all;
  const mistakes = all.map((index) => mistakesOf(confusion, index));
  return all
    .sort((a, b) => (mistakes[b] ?? 0) - (mistakes[a] ?? 0) || a - b)
    .slice(0, MAX_SHOWN)
    .sort((a, b) => a - b);
};

/** Counts of four digits in the cells of a few classes, of two or three in those of many. */
const cellSize = (classes: number): number =>
  classes <= 6 ? 60 : classes <= 12 ? 44 : classes <= 24 ? 30 : 22;

const drawCell = (
  count: number,
  share: number,
  isRight: boolean,
  x: number,
  y: number,
  cell: number,
): string[] => {
  // A single mistake among thousands must still be seen.
  const opacity = 0.3 + 0.7 * share;
  const isStrong = share > 0.4;
  return [
    element('rect', {
      x: x + 0.5,
      y: y + 0.5,
      width: cell - 1,
      height: cell - 1,
      rx: 2,
      class: isRight ? 'first' : 'second',
      'fill-opacity': opacity,
    }),
    textElement(x + cell / 2, y + cell / 2 + 4, String(count), {
      anchor: 'middle',
      class: `${cell < 40 ? 'cell' : 'small'}${isStrong ? ' on-strong' : ''}`,
    }),
  ];
};

const drawCells = ({ confusion }: Pick<EvaluationMetrics, 'confusion'>, grid: Grid): string[] => {
  const { shown, cell, left, top } = grid;
  return shown.flatMap((label, row) => {
    const counts = confusion[label] ?? [];
    const support = counts.reduce((total, count) => total + count, 0);
    return shown.flatMap((predicted, column) => {
      const count = counts[predicted] ?? 0;
      if (count === 0) return [];
      const at = [left + column * cell, top + row * cell] as const;
      return drawCell(count, count / support, label === predicted, ...at, cell);
    });
  });
};

const drawGrid = ({ shown, cell, left, top }: Grid): string[] => {
  const side = shown.length * cell;
  const lines = shown.slice(1).flatMap((_, index) => {
    const at = (index + 1) * cell;
    return [
      lineElement([left, top + at], [left + side, top + at], 'grid'),
      lineElement([left + at, top], [left + at, top + side], 'grid'),
    ];
  });
  return [
    element('rect', { x: left, y: top, width: side, height: side, class: 'empty' }),
    ...lines,
  ];
};

const drawLabels = (labels: readonly string[], { shown, cell, left, top }: Grid): string[] =>
  shown.flatMap((index, position) => {
    const name = fitText(labels[index] ?? '', MAX_LABEL_WIDTH, LABEL_FONT);
    const middle = position * cell + cell / 2 + 4;
    return [
      textElement(left - 8, top + middle, name, { class: 'small', anchor: 'end' }),
      textElement(left + middle, top - 8, name, { class: 'small', rotate: -90 }),
    ];
  });

/**
 * Draws a confusion matrix as one SVG: rows are labels, columns predictions, cells counts coloured by their
 * share of the row; right answers in one colour, mistakes in another. Of more than 60 classes it shows the
 * 60 with the most mistakes.
 */
export const drawConfusionMatrix = (
  metrics: Pick<EvaluationMetrics, 'confusion' | 'labels'>,
): string => {
  const { labels } = metrics;
  const shown = shownClasses(metrics);
  const cell = cellSize(shown.length);
  const widest = Math.max(
    ...shown.map((index) => Math.min(MAX_LABEL_WIDTH, textWidth(labels[index] ?? '', LABEL_FONT))),
  );
  const grid: Grid = { shown, cell, left: 34 + widest, top: HEADER + widest };
  const side = shown.length * cell;
  const part =
    shown.length === labels.length
      ? ''
      : `: the ${String(shown.length)} of ${String(labels.length)} classes with most mistakes`;
  const width = Math.max(grid.left + side + 20, 360);
  return svgDocument({ width, height: grid.top + side + 24, title: 'Confusion matrix' }, [
    textElement(16, 26, `Confusion matrix${part}`, { class: 'title' }),
    textElement(16, 46, 'rows: label, columns: prediction, colour: share of the row', {
      class: 'small muted',
    }),
    ...drawGrid(grid),
    ...drawCells(metrics, grid),
    ...drawLabels(labels, grid),
  ]);
};
