import { createSeededRandom, hash32 } from '../random/seeded-random.js';

/** A frame while it is drawn: packed RGB, row by row. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8ClampedArray;
}

const NOISE_LENGTH = 1 << 16;

/** Gaussian noise of a sensor, other for each frame and each row. */
export interface SensorNoise {
  /** Adds noise of `deviation` grey levels to each channel. */
  apply(canvas: Canvas, frameIndex: number, deviation: number): void;
  /** Adds the same noise to the three channels of a pixel. */
  applyGrey(canvas: Canvas, frameIndex: number, deviation: number): void;
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
    applyGrey: ({ rgb, width, height }, frameIndex, deviation) => {
      for (let y = 0, at = 0; y < height; y++) {
        let noise = hash32(seed, frameIndex, y);
        for (let x = 0; x < width; x++, at += 3, noise++) {
          const added = deviation * (table[noise & (NOISE_LENGTH - 1)] ?? 0);
          rgb[at] = (rgb[at] ?? 0) + added;
          rgb[at + 1] = (rgb[at + 1] ?? 0) + added;
          rgb[at + 2] = (rgb[at + 2] ?? 0) + added;
        }
      }
    },
  };
};

/**
 * Mixes each sample with the two that lie `reach` bytes before and after it, within spans of `span` bytes; at the ends
 * of a span the sample stands in for its missing neighbour. Weights are in 1/256.
 */
const softenSpans = (
  from: Uint8ClampedArray,
  to: Uint8ClampedArray,
  span: number,
  reach: number,
  side: number,
): void => {
  const middle = 256 - 2 * side;
  for (let start = 0; start < from.length; start += span) {
    const end = start + span;
    for (let at = start; at < end; at++) {
      const here = from[at] ?? 0;
      const before = at - reach < start ? here : (from[at - reach] ?? 0);
      const after = at + reach >= end ? here : (from[at + reach] ?? 0);
      to[at] = (middle * here + side * (before + after) + 128) >> 8;
    }
  }
};

/** Blurs frames of one size. */
export type Softener = (canvas: Canvas, radius: number) => void;

/**
 * Makes a defocus: a separable blur whose standard deviation is `radius` pixels, in passes of three taps whose reach
 * grows, so that a large blur costs few passes more than a small one.
 */
export const createSoftener = (width: number, height: number): Softener => {
  const scratch = new Uint8ClampedArray(3 * width * height);
  return ({ rgb }, radius) => {
    let variance = radius * radius;
    for (let reach = 1; variance > 0.02; reach++) {
      // Variances add up; a pass with weights s, 1 - 2s, s has 2·s·reach², and s = 1/4 is the smoothest.
      const side = Math.round(256 * Math.min(0.25, variance / (2 * reach * reach)));
      softenSpans(rgb, scratch, 3 * width, 3 * reach, side);
      softenSpans(scratch, rgb, 3 * width * height, 3 * width * reach, side);
      variance -= Math.max(0.01, (2 * side * reach * reach) / 256);
    }
  };
};
