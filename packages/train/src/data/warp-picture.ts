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
  const right = left + 1 < width ? 3 : 0;
  const at = (top * width + left) * 3;
  const below = top + 1 < height ? at + width * 3 : at;
  for (let channel = 0; channel < 3; channel += 1) {
    const upper =
      (data[at + channel] as number) * (256 - fractionX) +
      (data[at + right + channel] as number) * fractionX;
    const lower =
      (data[below + channel] as number) * (256 - fractionX) +
      (data[below + right + channel] as number) * fractionX;
    output[to + channel] = (upper * (256 - fractionY) + lower * fractionY + 32768) >> 16;
  }
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
  const { data, width: sourceWidth, height: sourceHeight } = source;
  const [a, b, c, d, e, f, g, h, i] = warp;
  const isAffine = g === 0 && h === 0 && i === 1;
  const stride = sourceWidth * 3;
  const lastX = typeof fill === 'object' ? Math.min(fill.right, sourceWidth) - 1 : sourceWidth - 1;
  const lastY =
    typeof fill === 'object' ? Math.min(fill.bottom, sourceHeight) - 1 : sourceHeight - 1;
  const firstX = typeof fill === 'object' ? Math.max(0, fill.left) : 0;
  const firstY = typeof fill === 'object' ? Math.max(0, fill.top) : 0;
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
      if (!(x >= firstX && y >= firstY && x < lastX && y < lastY)) {
        sampleAtEdge(source, x, y, fill, output, to);
        continue;
      }
      const left = x | 0;
      const top = y | 0;
      const fractionX = ((x - left) * 256) | 0;
      const fractionY = ((y - top) * 256) | 0;
      const at = top * stride + left * 3;
      const below = at + stride;
      const both = fractionX * fractionY;
      const onlyX = (fractionX << 8) - both;
      const onlyY = (fractionY << 8) - both;
      const none = 65536 - onlyX - onlyY - both;
      output[to] =
        ((data[at] as number) * none +
          (data[at + 3] as number) * onlyX +
          (data[below] as number) * onlyY +
          (data[below + 3] as number) * both +
          32768) >>
        16;
      output[to + 1] =
        ((data[at + 1] as number) * none +
          (data[at + 4] as number) * onlyX +
          (data[below + 1] as number) * onlyY +
          (data[below + 4] as number) * both +
          32768) >>
        16;
      output[to + 2] =
        ((data[at + 2] as number) * none +
          (data[at + 5] as number) * onlyX +
          (data[below + 2] as number) * onlyY +
          (data[below + 5] as number) * both +
          32768) >>
        16;
    }
  }
};
