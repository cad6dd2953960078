import type { CellComponent } from './create-component-finder.js';

/** Half the width of an outline at height t, 0 top .. 1 bottom, as a share of the box's width. */
const HALF_WIDTHS = {
  disc: (t) => Math.sqrt(t * (1 - t)),
  'triangle-up': (t) => t / 2,
  'triangle-down': (t) => (1 - t) / 2,
  diamond: (t) => 0.5 - Math.abs(t - 0.5),
} as const satisfies Record<string, (t: number) => number>;
export type Outline = keyof typeof HALF_WIDTHS;

/** Rows of a component, and the columns that they span. */
export interface OutlineSpan {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * How well rows `[top, bottom)` of a component, its holes filled, fit an outline in the same box: intersection over
 * union of both areas, 0..1.
 */
export const fitOutline = (
  { starts, ends, top: first }: CellComponent,
  { left, right, top, bottom }: OutlineSpan,
  outline: Outline,
): number => {
  const halfWidth = HALF_WIDTHS[outline];
  const middle = (left + right) / 2;
  const width = right - left;
  let common = 0;
  let union = 0;
  for (let row = top; row < bottom; row++) {
    const reach = width * halfWidth((row - top + 0.5) / (bottom - top));
    const start = starts[row - first] ?? 0;
    const end = ends[row - first] ?? 0;
    const length = Math.max(0, end - start);
    const shared = Math.max(0, Math.min(end, middle + reach) - Math.max(start, middle - reach));
    common += shared;
    union += length + 2 * reach - shared;
  }
  return union === 0 ? 0 : common / union;
};
