import { InvalidArgumentError } from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import { wilsonInterval } from './wilson-interval.js';

describe('wilsonInterval', () => {
  it('should give the interval of 8 in 10 that the formula gives in numpy', () => {
    const { low, high } = wilsonInterval(8, 10);
    expect(low).toBeCloseTo(0.49016247153664183, 12);
    expect(high).toBeCloseTo(0.9433178485456247, 12);
  });

  it('should leave room below a perfect and above an empty score', () => {
    expect(wilsonInterval(20, 20).high).toBe(1);
    expect(wilsonInterval(20, 20).low).toBeCloseTo(20 / (20 + 1.959963984540054 ** 2), 12);
    expect(wilsonInterval(0, 20).low).toBe(0);
    expect(wilsonInterval(0, 20).high).toBeGreaterThan(0.1);
  });

  it.each([
    [1, 0],
    [3, 2],
    [-1, 2],
  ])('should refuse %d of %d', (hits, count) => {
    expect(() => wilsonInterval(hits, count)).toThrow(InvalidArgumentError);
  });
});
