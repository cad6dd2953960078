import type { PixelBuffer } from '@ocelli/core';
import { type LumaReader, lumaReader } from './luma-reader.js';

/** Points across and down at which a picture is measured, each with its neighbours to the right and below. */
const COLUMNS = 48;
const ROWS = 36;
const DARK_BELOW = 10;
const BRIGHT_FROM = 250;
/** A step is one pixel of a picture with this many lines: detail that is finer is lost on the models' inputs. */
const REFERENCE_LINES = 240;
/** Steps between the points that contrast is measured at. */
const FAR = 8;

/** What one picture looks like, all fractions 0..1. */
export interface PictureMeasures {
  /** Points of luma below 10. */
  readonly dark: number;
  /** Points of luma 250 and more. */
  readonly bright: number;
  /**
   * Squared difference of neighbours one step apart over that of points 8 steps apart, `g(1) / g(8)`: 1/64
   * where luma changes evenly, as out of focus; 1/8 for sharp edges. Noise adds to both and hides blur.
   */
  readonly sharpness: number;
  /** Mean squared difference of points 8 steps apart, in grey levels squared, right and below added: `g(8)`. */
  readonly contrast: number;
  /** FNV-1a hash of all samples: equal for the same picture, and with noise for no other. */
  readonly fingerprint: number;
}

/** Mean of 2x2 pixels, to keep noise out, where a step is two pixels or more. */
const quartetReader =
  (luma: LumaReader): LumaReader =>
  (x, y) =>
    (luma(x, y) + luma(x + 1, y) + luma(x, y + 1) + luma(x + 1, y + 1)) / 4;

/** Measures about 35,000 samples of luma, whatever the size of the picture. */
export const measurePicture = (pixels: PixelBuffer): PictureMeasures => {
  const { width, height } = pixels;
  const step = Math.max(1, Math.round(Math.min(width, height) / REFERENCE_LINES));
  const plain = lumaReader(pixels);
  const luma = step === 1 ? plain : quartetReader(plain);
  // Pictures of a few pixels are compared with their last column and row.
  const right = Math.max(0, width - (step === 1 ? 1 : 2));
  const bottom = Math.max(0, height - (step === 1 ? 1 : 2));
  const far = FAR * step;
  let [dark, bright, fine, coarse, hash] = [0, 0, 0, 0, 0x811c9dc5];
  const sample = (x: number, y: number): number => {
    const value = luma(Math.min(x, right), Math.min(y, bottom));
    hash = Math.imul(hash ^ (value * 4), 0x01000193);
    return value;
  };
  for (let j = 0; j < ROWS; j += 1) {
    const y = Math.floor(((j + 0.5) * Math.max(1, bottom + 1 - far)) / ROWS);
    for (let i = 0; i < COLUMNS; i += 1) {
      const x = Math.floor(((i + 0.5) * Math.max(1, right + 1 - far)) / COLUMNS);
      const here = sample(x, y);
      if (here < DARK_BELOW) dark += 1;
      if (here >= BRIGHT_FROM) bright += 1;
      fine += (here - sample(x + step, y)) ** 2 + (here - sample(x, y + step)) ** 2;
      coarse += (here - sample(x + far, y)) ** 2 + (here - sample(x, y + far)) ** 2;
    }
  }
  const count = COLUMNS * ROWS;
  return {
    dark: dark / count,
    bright: bright / count,
    sharpness: coarse === 0 ? 1 : fine / coarse,
    contrast: coarse / count,
    fingerprint: hash,
  };
};
