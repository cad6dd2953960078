import { createSeededRandom, hash32 } from '../random/seeded-random.js';

/** A frame while it is drawn: packed RGB, row by row. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8ClampedArray;
}

const NOISE_LENGTH = 1 << 16;

/** Gaussian noise of a sensor, per channel, other for each frame and each row. */
export interface SensorNoise {
  /** Adds noise of `deviation` grey levels. */
  apply(canvas: Canvas, frameIndex: number, deviation: number): void;
}

export const createSensorNoise = (seed: number): SensorNoise => {
  const random = createSeededRandom(seed ^ 0x6e6f);
  const table = Float32Array.from({ length: NOISE_LENGTH }, () => random.normal());
  return {
    apply: ({ rgb, width, height }, frameIndex, deviation) => {
      for (let y = 0, at = 0; y < height; y++) {
        let noise = hash32(seed, frameIndex, y);
        for (let x = 0; x < 3 * width; x++, at++, noise++) {
          rgb[at] = (rgb[at] ?? 0) + deviation * (table[noise & (NOISE_LENGTH - 1)] ?? 0);
        }
      }
    },
  };
};

/** One pass along rows (`step` 3) or columns (`step` 3·width) with the weights side, 1 - 2·side, side. */
const softenAlong = (
  rgb: Uint8ClampedArray,
  lines: number,
  lineStep: number,
  count: number,
  step: number,
  side: number,
): void => {
  const middle = 1 - 2 * side;
  for (let line = 0; line < lines; line++) {
    let at = line * lineStep;
    let before = rgb[at] ?? 0;
    for (let index = 0; index < count - 1; index++, at += step) {
      const here = rgb[at] ?? 0;
      rgb[at] = side * before + middle * here + side * (rgb[at + step] ?? 0);
      before = here;
    }
  }
};

/**
 * Defocus: a separable blur whose standard deviation is `radius` pixels, in as many passes of three taps as it needs.
 */
export const soften = ({ rgb, width, height }: Canvas, radius: number): void => {
  // Variances add up; one pass of [s, 1-2s, s] has variance 2s, and s = 1/4 is the smoothest.
  let variance = radius * radius;
  while (variance > 0.02) {
    const side = Math.min(0.25, variance / 2);
    for (let channel = 0; channel < 3; channel++) {
      const plane = rgb.subarray(channel);
      softenAlong(plane, height, 3 * width, width, 3, side);
    }
    softenAlong(rgb, 3 * width, 1, height, 3 * width, side);
    variance -= 2 * side;
  }
};
