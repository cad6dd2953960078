import type { FillMode } from './augmentation-config.js';
import type { Warp } from './draw-warp.js';
import type { PictureLevel } from './prepared-picture.js';

/** A colour beyond a box, in pixels of the source. */
export interface ColorFill {
  readonly color: readonly [number, number, number];
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What is seen beyond the source's edge. */
export type Fill = FillMode | ColorFill;

/** Brings a position on an axis of `size` pixels onto it. */
const settle = (position: number, size: number, isReflected: boolean): number => {
  let at = position;
  if (isReflected && (at < -0.5 || at > size - 0.5)) {
    const phase = (((at + 0.5) % (2 * size)) + 2 * size) % (2 * size);
    at = (phase < size ? phase : 2 * size - phase) - 0.5;
  }
  return Math.min(Math.max(at, 0), size - 1);
};

/** Four neighbours, blended by fractions of 256. */
const blend = (
  upperLeft: number,
  upperRight: number,
  lowerLeft: number,
  lowerRight: number,
  fractionX: number,
  fractionY: number,
): number => {
  const upper = (upperLeft << 8) + Math.imul(upperRight - upperLeft, fractionX);
  const lower = (lowerLeft << 8) + Math.imul(lowerRight - lowerLeft, fractionX);
  return ((upper << 8) + Math.imul(lower - upper, fractionY) + 32768) >> 16;
};

/** One output pixel near or beyond the edge. */
const sampleAtEdge = (
  { data, width, height }: PictureLevel,
  x: number,
  y: number,
  fill: Fill,
  output: Uint8Array,
  to: number,
): void => {
  if (typeof fill === 'object') {
    // Positions are those of pixel centres; negated so that NaN counts as outside.
    const isInside =
      x + 0.5 >= fill.left &&
      x + 0.5 <= fill.right &&
      y + 0.5 >= fill.top &&
      y + 0.5 <= fill.bottom;
    if (!isInside) {
      output.set(fill.color, to);
      return;
    }
  }
  const column = settle(x, width, fill === 'reflect');
  const row = settle(y, height, fill === 'reflect');
  const left = column | 0;
  const top = row | 0;
  const fractionX = ((column - left) * 256) | 0;
  const fractionY = ((row - top) * 256) | 0;
  const toRight = left + 1 < width ? 3 : 0;
  const at = (top * width + left) * 3;
  const below = top + 1 < height ? at + width * 3 : at;
  for (let channel = 0; channel < 3; channel += 1) {
    output[to + channel] = blend(
      data[at + channel] as number,
      data[at + toRight + channel] as number,
      data[below + channel] as number,
      data[below + toRight + channel] as number,
      fractionX,
      fractionY,
    );
  }
};

/** Beyond this many pixels, positions have no room for 16 fraction bits. */
const MAX_FIXED = 32767;

/** Where four neighbours can be blended without looking for the edge: `[left, top, right, bottom]`. */
const interiorOf = (
  { width, height }: PictureLevel,
  fill: Fill,
): readonly [number, number, number, number] => {
  const right = Math.min(width - 1, MAX_FIXED);
  const bottom = Math.min(height - 1, MAX_FIXED);
  if (typeof fill !== 'object') return [0, 0, right, bottom];
  return [
    Math.max(0, fill.left),
    Math.max(0, fill.top),
    Math.min(right, fill.right - 1),
    Math.min(bottom, fill.bottom - 1),
  ];
};

/**
 * Samples an RGB picture through `warp`, which takes the index of an output pixel to the (fractional) index
 * of a source pixel; bilinear, in 8-bit fractions. `output` is `[height, width, 3]`.
 */
export const warpPicture = (
  source: PictureLevel,
  warp: Warp,
  fill: Fill,
  output: Uint8Array,
  width: number,
  height: number,
): void => {
  const { data } = source;
  // As float64 from the start: the loop then need not ask of each whether it is a whole number.
  const matrix = Float64Array.from(warp);
  const a = matrix[0] as number;
  const b = matrix[1] as number;
  const c = matrix[2] as number;
  const d = matrix[3] as number;
  const e = matrix[4] as number;
  const f = matrix[5] as number;
  const g = matrix[6] as number;
  const h = matrix[7] as number;
  const i = matrix[8] as number;
  const isAffine = g === 0 && h === 0 && i === 1;
  const stride = source.width * 3;
  const [left, top, right, bottom] = interiorOf(source, fill);
  let to = 0;
  for (let row = 0; row < height; row += 1) {
    let numeratorX = b * row + c;
    let numeratorY = e * row + f;
    let denominator = h * row + i;
    for (let column = 0; column < width; column += 1, to += 3) {
      const x = isAffine ? numeratorX : numeratorX / denominator;
      const y = isAffine ? numeratorY : numeratorY / denominator;
      numeratorX += a;
      numeratorY += d;
      denominator += g;
      if (!(x >= left && y >= top && x < right && y < bottom)) {
        sampleAtEdge(source, x, y, fill, output, to);
        continue;
      }
      const fixedX = (x * 65536) | 0;
      const fixedY = (y * 65536) | 0;
      const fractionX = (fixedX >> 8) & 255;
      const fractionY = (fixedY >> 8) & 255;
      const at = Math.imul(fixedY >> 16, stride) + Math.imul(fixedX >> 16, 3);
      const below = at + stride;
      output[to] = blend(
        data[at] as number,
        data[at + 3] as number,
        data[below] as number,
        data[below + 3] as number,
        fractionX,
        fractionY,
      );
      output[to + 1] = blend(
        data[at + 1] as number,
        data[at + 4] as number,
        data[below + 1] as number,
        data[below + 4] as number,
        fractionX,
        fractionY,
      );
      output[to + 2] = blend(
        data[at + 2] as number,
        data[at + 5] as number,
        data[below + 2] as number,
        data[below + 5] as number,
        fractionX,
        fractionY,
      );
    }
  }
};
