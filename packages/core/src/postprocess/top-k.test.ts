import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import { argmax } from './argmax.js';
import { topK } from './top-k.js';

/** Numerical Recipes' 32-bit linear congruential generator: a fixed sequence with many ties. */
const pseudoRandom = (count: number, levels: number): number[] => {
  let state = 1;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * levels);
  });
};

const sorted = (values: readonly number[]): number[] =>
  values.map((_, index) => index).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);

describe('topK', () => {
  it.each([1, 2, 5, 37, 200, 500])('should agree with a stable sort for k = %d', (k) => {
    for (const levels of [2, 10, 1e9]) {
      const values = pseudoRandom(200, levels);
      expect(topK(values, k)).toEqual(sorted(values).slice(0, k));
    }
  });

  it('should leave out what is no candidate', () => {
    expect(topK([5, 4, 3, 2], 2, { isCandidate: [0, 1, 0, 1] })).toEqual([1, 3]);
  });

  it.each([0, -1, 1.5, NaN])('should reject k = %d', (k) => {
    expect(() => topK([1], k)).toThrow(InvalidArgumentError);
  });
});

describe('argmax', () => {
  it('should take the first of equal values', () => {
    expect(argmax([1, 3, 2, 3])).toBe(1);
    expect(argmax(new Int8Array([-3, -2]))).toBe(1);
  });

  it('should reject an empty list', () => {
    expect(() => argmax([])).toThrow(InvalidArgumentError);
  });
});
