/** A well-mixed 32-bit number of a seed and up to three integers: the same everywhere. */
export const hash32 = (seed: number, a: number, b = 0, c = 0): number => {
  let h = seed | 0;
  h = Math.imul(h ^ a, 0x9e3779b1);
  h = Math.imul((h ^ (h >>> 15)) + b, 0x85ebca6b);
  h = Math.imul((h ^ (h >>> 13)) + c, 0xc2b2ae35);
  h ^= h >>> 16;
  h = Math.imul(h, 0x7feb352d);
  h ^= h >>> 15;
  h = Math.imul(h, 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
};

/** A number in [0, 1) of a seed and up to three integers. */
export const hashUnit = (seed: number, a: number, b = 0, c = 0): number =>
  hash32(seed, a, b, c) / 4294967296;

/** Draws numbers one after another; the sequence depends on the seed alone. */
export interface SeededRandom {
  /** In [0, 1). */
  unit(): number;
  /** In [low, high). */
  between(low: number, high: number): number;
  /** An integer of 0 to count - 1. */
  below(count: number): number;
  /** Mean 0, deviation 1, never beyond ±3. */
  normal(): number;
}

export const createSeededRandom = (seed: number): SeededRandom => {
  let count = 0;
  const unit = (): number => hashUnit(seed, count++, 0x51ed);
  return {
    unit,
    between: (low, high) => low + (high - low) * unit(),
    below: (limit) => Math.floor(unit() * limit),
    normal: () => {
      let sum = -6;
      for (let draw = 0; draw < 12; draw++) sum += unit();
      return Math.max(-3, Math.min(3, sum));
    },
  };
};
