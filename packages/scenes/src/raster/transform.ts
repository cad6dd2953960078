import type { Contour } from './contour.js';
import { TextCursor } from './text-cursor.js';

/** Affine map [a b c d e f] as in SVG: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type AffineMatrix = readonly [number, number, number, number, number, number];

export const IDENTITY: AffineMatrix = [1, 0, 0, 1, 0, 0];

/** The map that applies `second` first and `first` after it, as nested SVG transforms do. */
export const multiplyAffine = (first: AffineMatrix, second: AffineMatrix): AffineMatrix => {
  const [a, b, c, d, e, f] = first;
  const [g, h, i, j, k, l] = second;
  return [
    a * g + c * h,
    b * g + d * h,
    a * i + c * j,
    b * i + d * j,
    a * k + c * l + e,
    b * k + d * l + f,
  ];
};

export const scaling = (x: number, y = x): AffineMatrix => [x, 0, 0, y, 0, 0];
export const translation = (x: number, y: number): AffineMatrix => [1, 0, 0, 1, x, y];

export const rotation = (degrees: number): AffineMatrix => {
  const angle = (degrees * Math.PI) / 180;
  return [Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0];
};

const FUNCTIONS: Readonly<Record<string, (v: readonly number[]) => AffineMatrix>> = {
  translate: ([x = 0, y = 0]) => translation(x, y),
  scale: ([x = 1, y = x]) => scaling(x, y),
  rotate: ([degrees = 0, x = 0, y = 0]) =>
    multiplyAffine(translation(x, y), multiplyAffine(rotation(degrees), translation(-x, -y))),
};

const NAME = /[a-z]+\s*\(/y;

/**
 * Reads an SVG transform list of `translate`, `scale` and `rotate`.
 *
 * @throws PathSyntaxError for another function or a malformed list.
 */
export const parseTransform = (text: string): AffineMatrix => {
  const cursor: TextCursor = new TextCursor(text);
  let matrix = IDENTITY;
  while (!cursor.isAtEnd) {
    NAME.lastIndex = cursor.position;
    const name = NAME.exec(text)?.[0] ?? '';
    const build = FUNCTIONS[name.slice(0, -1).trim()];
    if (build === undefined) cursor.fail('translate(, scale( or rotate(');
    cursor.position += name.length;
    const values: number[] = [];
    while (cursor.isAtNumber()) values.push(cursor.readNumber());
    if (cursor.peek() !== ')') cursor.fail('a closing parenthesis');
    cursor.position += 1;
    matrix = multiplyAffine(matrix, build(values));
  }
  return matrix;
};

export const transformContours = (
  contours: readonly Contour[],
  [a, b, c, d, e, f]: AffineMatrix,
): readonly Contour[] =>
  contours.map(({ points, isClosed }) => ({
    isClosed,
    points: points.map((value, index) => {
      const other = points[index ^ 1] ?? 0;
      return index % 2 === 0 ? a * value + c * other + e : b * other + d * value + f;
    }),
  }));
