/** xorshift32 (Marsaglia 2003), 13/17/5, as in test/fixtures/pillow/make_fixtures.py. */
export const createRandom = (seed: number) => {
  let state = Math.imul(seed, 2654435761) >>> 0;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ (state << 5)) >>> 0;
    return state;
  };
  const below = (limit: number): number => next() % limit;
  return {
    next,
    below,
    choice: <T>(values: readonly T[]): T => values[below(values.length)] as T,
    fraction: (): number => below(1024) / 1024,
  };
};

/** Bytes from a seed, with many 0 and 255 among them. */
export const seededBytes = (seed: number, count: number): Uint8Array => {
  const random = createRandom(seed);
  return Uint8Array.from({ length: count }, () => {
    const value = random.next();
    if ((value & 3) !== 0) return value >>> 24;
    return value & 0x80 ? 255 : 0;
  });
};

/** FNV-1a with 64 bits, as 16 hexadecimal digits. */
export const fnv1a = (bytes: Uint8Array): string => {
  // The two halves apart, for numbers have 53 bits: the prime is 2^40 + 0x1b3.
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (const byte of bytes) {
    low = (low ^ byte) >>> 0;
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
};
