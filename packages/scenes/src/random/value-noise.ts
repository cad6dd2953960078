import { hashUnit } from './seeded-random.js';

const smooth = (t: number): number => t * t * (3 - 2 * t);

/** Smooth noise in 0..1 that repeats every `period` lattice cells in both directions. */
export const valueNoise = (seed: number, x: number, y: number, period: number): number => {
  const cellX = Math.floor(x);
  const cellY = Math.floor(y);
  const wrap = (cell: number): number => ((cell % period) + period) % period;
  const [x0, x1, y0, y1] = [wrap(cellX), wrap(cellX + 1), wrap(cellY), wrap(cellY + 1)];
  const tx = smooth(x - cellX);
  const ty = smooth(y - cellY);
  const top = hashUnit(seed, x0, y0) * (1 - tx) + hashUnit(seed, x1, y0) * tx;
  const bottom = hashUnit(seed, x0, y1) * (1 - tx) + hashUnit(seed, x1, y1) * tx;
  return top * (1 - ty) + bottom * ty;
};

export interface NoiseTextureOptions {
  readonly seed: number;
  /** Pixels per side, a power of two. */
  readonly size: number;
  /** Lattice cells per side of the coarsest octave. */
  readonly cells: number;
  readonly octaves: number;
  /** Weight of each octave against the one before; default 0.5. */
  readonly gain?: number;
}

/** A square tile of fractal noise, 0..255 with mean about 128, that repeats without a seam. */
export const createNoiseTexture = ({
  seed,
  size,
  cells,
  octaves,
  gain = 0.5,
}: NoiseTextureOptions): Uint8Array => {
  const sums = new Float64Array(size * size);
  let weight = 1;
  let total = 0;
  for (let octave = 0; octave < octaves; octave++) {
    const period = cells << octave;
    const step = period / size;
    for (let y = 0, at = 0; y < size; y++) {
      for (let x = 0; x < size; x++, at++) {
        sums[at] =
          (sums[at] ?? 0) + weight * valueNoise(seed + octave * 101, x * step, y * step, period);
      }
    }
    total += weight;
    weight *= gain;
  }
  return Uint8Array.from(sums, (sum) => Math.round((255 * sum) / total));
};
