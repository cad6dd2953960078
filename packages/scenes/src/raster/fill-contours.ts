import type { Bitmap, Rgb } from './bitmap.js';
import { blendPixel } from './bitmap.js';
import type { Contour } from './contour.js';
import type { FillRule } from './coverage-buffer.js';
import { CoverageBuffer } from './coverage-buffer.js';
import { transformContours, translation } from './transform.js';

export interface FillStyle {
  readonly colour: Rgb;
  /** 0..1; default 1. */
  readonly alpha?: number;
  /** Default `nonzero`. */
  readonly rule?: FillRule;
}

const bounds = (contours: readonly Contour[], { width, height }: Bitmap) => {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (const { points } of contours) {
    for (let i = 0; i < points.length; i += 2) {
      left = Math.min(left, points[i] ?? 0);
      right = Math.max(right, points[i] ?? 0);
      top = Math.min(top, points[i + 1] ?? 0);
      bottom = Math.max(bottom, points[i + 1] ?? 0);
    }
  }
  return {
    left: Math.max(0, Math.floor(left)),
    top: Math.max(0, Math.floor(top)),
    right: Math.min(width, Math.ceil(right)),
    bottom: Math.min(height, Math.ceil(bottom)),
  };
};

/** Paints polygons, given in pixels of the bitmap, with anti-aliased edges. */
export const fillContours = (
  bitmap: Bitmap,
  contours: readonly Contour[],
  { colour, alpha = 1, rule = 'nonzero' }: FillStyle,
): void => {
  const { left, top, right, bottom } = bounds(contours, bitmap);
  if (right <= left || bottom <= top) return;
  const buffer = new CoverageBuffer(right - left, bottom - top);
  buffer.add(transformContours(contours, translation(-left, -top)));
  const row = new Float64Array(buffer.width);
  for (let y = 0; y < buffer.height; y++) {
    buffer.readRow(y, rule, row);
    const start = 4 * ((top + y) * bitmap.width + left);
    for (let x = 0; x < buffer.width; x++) {
      // Rounding errors of the running sum leave specks of 1e-16 behind.
      const covered = (row[x] ?? 0) * alpha;
      if (covered > 1e-6) blendPixel(bitmap.data, start + 4 * x, colour, covered);
    }
  }
};
