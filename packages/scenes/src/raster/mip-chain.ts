import type { Bitmap } from './bitmap.js';
import { createBitmap } from './bitmap.js';

const halve = (source: Bitmap): Bitmap => {
  const width = Math.max(1, source.width >> 1);
  const height = Math.max(1, source.height >> 1);
  const half = createBitmap(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 4 * (2 * y * source.width + 2 * x);
      const right = source.width > 1 ? 4 : 0;
      const below = source.height > 1 ? 4 * source.width : 0;
      for (let channel = 0; channel < 4; channel++) {
        const corner = at + channel;
        half.data[4 * (y * width + x) + channel] =
          ((source.data[corner] ?? 0) +
            (source.data[corner + right] ?? 0) +
            (source.data[corner + below] ?? 0) +
            (source.data[corner + right + below] ?? 0)) /
          4;
      }
    }
  }
  return half;
};

/** A bitmap with its halves, quarters and so on, so that it can be drawn small without aliasing. */
export interface MipChain {
  readonly levels: readonly [Bitmap, ...Bitmap[]];
}

export const createMipChain = (bitmap: Bitmap): MipChain => {
  const levels: [Bitmap, ...Bitmap[]] = [bitmap];
  for (let last = bitmap; last.width > 8 && last.height > 8;) {
    last = halve(last);
    levels.push(last);
  }
  return { levels };
};

/** The level whose pixels are nearest to one pixel of the screen, when `scale` source pixels fall on one. */
export const mipLevel = ({ levels }: MipChain, scale: number): Bitmap =>
  levels[Math.min(levels.length - 1, Math.max(0, Math.round(Math.log2(scale) - 0.2)))] ?? levels[0];
