import type { Contour } from './contour.js';

export type FillRule = 'nonzero' | 'evenodd';

/**
 * Accumulates the exact area that polygons cover of each pixel.
 *
 * Each edge adds its signed height to the pixel that it crosses and the rest to the pixel on the right; a running sum
 * along the row is then the winding number, fractional at edges. Overlaps of one direction are clamped (`nonzero`) or
 * folded (`evenodd`).
 */
export class CoverageBuffer {
  readonly width: number;
  readonly height: number;
  readonly #stride: number;
  readonly #sums: Float64Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    // Two columns more, so that edges at the right border need no test.
    this.#stride = width + 2;
    this.#sums = new Float64Array(this.#stride * height);
  }

  /** Adds polygons in pixels; open contours are closed. Parts outside the buffer are clipped. */
  add(contours: readonly Contour[]): void {
    for (const { points } of contours) {
      const count = points.length;
      for (let i = 0; i < count; i += 2) {
        const j = (i + 2) % count;
        this.#addEdge(points[i] ?? 0, points[i + 1] ?? 0, points[j] ?? 0, points[j + 1] ?? 0);
      }
    }
  }

  /** Writes the coverage of row `y` as 0..1 into `out`. */
  readRow(y: number, rule: FillRule, out: Float64Array): void {
    let winding = 0;
    const start = y * this.#stride;
    for (let x = 0; x < this.width; x++) {
      winding += this.#sums[start + x] ?? 0;
      const depth = Math.abs(winding);
      if (rule === 'nonzero') out[x] = depth > 1 ? 1 : depth;
      else {
        const folded = depth % 2;
        out[x] = folded > 1 ? 2 - folded : folded;
      }
    }
  }

  #addEdge(x0: number, y0: number, x1: number, y1: number): void {
    if (y0 === y1) return;
    const direction = y0 < y1 ? 1 : -1;
    const [topX, topY, bottomX, bottomY] = direction > 0 ? [x0, y0, x1, y1] : [x1, y1, x0, y0];
    const slope = (bottomX - topX) / (bottomY - topY);
    const firstRow = Math.max(0, Math.floor(topY));
    const lastRow = Math.min(this.height, Math.ceil(bottomY));
    for (let row = firstRow; row < lastRow; row++) {
      const from = Math.max(topY, row);
      const to = Math.min(bottomY, row + 1);
      if (to <= from) continue;
      const left = topX + (from - topY) * slope;
      const right = topX + (to - topY) * slope;
      this.#addSpan(row, Math.min(left, right), Math.max(left, right), direction * (to - from));
    }
  }

  /** An edge that runs from `left` to `right` within one row and turns `height` of it. */
  #addSpan(row: number, left: number, right: number, height: number): void {
    const start = row * this.#stride;
    const sums = this.#sums;
    const limit = this.width;
    if (right <= 0) {
      sums[start] = (sums[start] ?? 0) + height;
      return;
    }
    if (left >= limit) return;
    if (left < 0 || right > limit) {
      const perX = height / (right - left);
      if (left < 0) this.#addSpan(row, left, 0, -left * perX);
      this.#addSpan(
        row,
        Math.max(0, left),
        Math.min(limit, right),
        perX * (Math.min(limit, right) - Math.max(0, left)),
      );
      return;
    }
    const first = Math.floor(left);
    const last = Math.floor(right);
    if (first === last) {
      const covered = height * (first + 1 - (left + right) / 2);
      sums[start + first] = (sums[start + first] ?? 0) + covered;
      sums[start + first + 1] = (sums[start + first + 1] ?? 0) + height - covered;
      return;
    }
    const perX = height / (right - left);
    for (let column = first; column <= last; column++) {
      const from = Math.max(left, column);
      const to = Math.min(right, column + 1);
      const part = (to - from) * perX;
      const covered = part * (column + 1 - (from + to) / 2);
      sums[start + column] = (sums[start + column] ?? 0) + covered;
      sums[start + column + 1] = (sums[start + column + 1] ?? 0) + part - covered;
    }
  }
}
