import type { PictogramShape, SignColour } from './pictogram-shape.js';
import { round2 } from './plates.js';

/** Line width of a glyph of height 100: one seventh, as in DIN 1451. */
const LINE = 14;

/** Where the middle of a glyph's lines runs: left, centre, right, and half of its breadth. */
interface Columns {
  readonly l: number;
  readonly c: number;
  readonly r: number;
  readonly h: number;
}

/** Middle lines of our own drawing after DIN 1451, on a height of 100. */
const GLYPHS: Readonly<Record<string, (columns: Columns) => string>> = {
  '0': ({ l, r, h }) => `M${l} 30A${h} 23 0 0 1 ${r} 30V70A${h} 23 0 0 1 ${l} 70Z`,
  '1': ({ c }) => `M${c - 15} 25L${c + 2} 8.5M${c + 3} 0V100`,
  '2': ({ l, r, h }) =>
    `M${l} 32V29A${h} 22 0 0 1 ${r} 29C${r} 45 ${r - 5} 52 ${l + 5} 90M${l - 5} 93H${r + 5}`,
  '3': ({ l, c, h }) =>
    `M${l + 1} 26A${h - 2} 19.3 0 1 1 ${c} 46.3H${c - 5}M${c} 46.3A${h} 23.3 0 1 1 ${l} 71`,
  '5': ({ l, r, h }) =>
    `M${r + 2} 7H${l + 4}L${l + 2} 52C${l + 6} 43 ${l + h / 2} 39 ${l + h} 39A${h} 26 0 0 1 ${r} 66A${h} 27 0 0 1 ${l} 73`,
  '6': ({ l, r, h }) =>
    `M${r - 7} 0C${r - 18} 18 ${l} 44 ${l} 69A${h} 24 0 0 0 ${r} 69A${h} 24 0 0 0 ${l + h} 45C${l + h * 0.55} 45 ${l + 5} 50 ${l + 2} 58`,
  '7': ({ l, c, r }) => `M${l - 4} 7H${r + 2}L${c - 6} 100`,
  '8': ({ c, h }) =>
    `M${c} 46.4A${h - 2.5} 19.7 0 1 1 ${c + 0.01} 46.4ZM${c} 46.4A${h} 23.3 0 1 0 ${c + 0.01} 46.4Z`,
  S: ({ l, r, h }) =>
    `M${r} 29A${h} 22 0 0 0 ${l} 28.5C${l} 56 ${r} 43 ${r} 71.5A${h} 22 0 0 1 ${l} 71`,
  T: ({ l, c, r }) => `M${l - 5} 7H${r + 5}M${c} 7V100`,
  O: ({ l, r, h }) => `M${l} 30A${h} 23 0 0 1 ${r} 30V70A${h} 23 0 0 1 ${l} 70Z`,
  P: ({ l, r, h }) => `M${l} 100V7H${r - h}A${h} 23.5 0 0 1 ${r - h} 54H${l}`,
};

/** The 1 is the one narrow glyph. */
const breadthOf = (glyph: string, breadth: number): number =>
  glyph === '1' ? Math.min(breadth, 42) : breadth;

export interface TextOptions {
  readonly colour: SignColour;
  /** Height of the glyphs on the pictogram's 100 units. */
  readonly height: number;
  /** Breadth of a glyph and the gap between two, where a glyph is 100 high. */
  readonly breadth: number;
  readonly gap: number;
}

/** Sets digits or letters in the middle of the pictogram. */
export const centredText = (
  text: string,
  { colour, height, breadth, gap }: TextOptions,
): readonly PictogramShape[] => {
  const scale = height / 100;
  const breadths = [...text].map((glyph) => breadthOf(glyph, breadth));
  const total = breadths.reduce((sum, b) => sum + b, gap * (breadths.length - 1));
  let x = 50 - (total * scale) / 2;
  return [...text].map((glyph, index): PictogramShape => {
    const own = breadths[index] ?? breadth;
    const columns = { l: LINE / 2, c: own / 2, r: own - LINE / 2, h: (own - LINE) / 2 };
    const shape: PictogramShape = {
      d: GLYPHS[glyph]?.(columns) ?? '',
      stroke: colour,
      strokeWidth: LINE,
      transform: `translate(${round2(x)} ${round2(50 - height / 2)}) scale(${round2(scale)})`,
    };
    x += (own + gap) * scale;
    return shape;
  });
};
