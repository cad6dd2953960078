/** A list whose elements can be exchanged: an array or a typed array. */
export interface Exchangeable<T> {
  readonly length: number;
  [index: number]: T;
}

/** A seeded stream of random numbers; equal seeds give equal streams. */
export interface Random {
  /** A number in [0, 1), a multiple of 2^-32. */
  uniform(): number;
  /** A number of the standard normal distribution. */
  normal(): number;
  /** An integer in [0, count), each equally likely; `count` is a whole number from 1 to 2^32. */
  int(count: number): number;
  /** Puts the items in random order, in place. */
  shuffle<T>(items: Exchangeable<T>): void;
}

/** One odd multiplier per word of the state, from MurmurHash3 (x86, 128 bits). */
const MULTIPLIERS = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93] as const;

const TWO_TO_32 = 2 ** 32;

const rotateLeft = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

/** The finalizer of MurmurHash3: each bit of the result depends on each of `word`. */
const finalize = (word: number): number => {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
};

/** 128 bits from any seed: one multiply-rotate hash per word over the seed's JSON. */
const hashSeed = (seedParts: readonly (number | string)[]): Int32Array => {
  const text = JSON.stringify(seedParts);
  const state = Int32Array.from(MULTIPLIERS, (multiplier, word) => {
    let hash = finalize(word + 1);
    for (let at = 0; at < text.length; at += 1) {
      hash = Math.imul(rotateLeft(hash ^ text.charCodeAt(at), 15), multiplier) + 0x561ccd1b;
    }
    return finalize(hash ^ text.length);
  });
  // The generator stands still where all bits are zero.
  if (state.every((word) => word === 0)) state[0] = 1;
  return state;
};

/**
 * Creates a generator from the parts of a seed, such as `createRandom(seed, 'augment', epoch, index)`.
 * Nothing is shared between generators, so any part of a run can be repeated without the parts before it.
 *
 * The generator is xoshiro128** (Blackman and Vigna 2018, https://prng.di.unimi.it/xoshiro128starstar.c);
 * normal numbers come from the Box-Muller transform.
 */
export const createRandom = (...seedParts: readonly (number | string)[]): Random => {
  const state = hashSeed(seedParts);
  let [a = 0, b = 0, c = 0, d = 0] = state;
  let spareNormal: number | undefined;

  const next = (): number => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result >>> 0;
  };

  const int = (count: number): number => {
    // Words above the last whole multiple of `count` would favour small results.
    const limit = TWO_TO_32 - (TWO_TO_32 % count);
    for (;;) {
      const word = next();
      if (word < limit) return word % count;
    }
  };

  return {
    uniform: () => next() / TWO_TO_32,
    normal: () => {
      if (spareNormal !== undefined) {
        const normal = spareNormal;
        spareNormal = undefined;
        return normal;
      }
      // 1 - u is in (0, 1], which keeps the logarithm finite.
      const radius = Math.sqrt(-2 * Math.log(1 - next() / TWO_TO_32));
      const angle = (2 * Math.PI * next()) / TWO_TO_32;
      spareNormal = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    int,
    shuffle: <T>(items: Exchangeable<T>) => {
      for (let last = items.length - 1; last > 0; last -= 1) {
        const other = int(last + 1);
        const item = items[last] as T;
        items[last] = items[other] as T;
        items[other] = item;
      }
    },
  };
};
