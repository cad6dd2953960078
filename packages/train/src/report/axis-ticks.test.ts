import { describe, expect, it } from 'vitest';
import { axisTicks } from './axis-ticks.js';

describe('axisTicks', () => {
  it.each([
    [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0, 0.3, 3, [0, 0.1, 0.2, 0.3]],
    [0.93, 1, 4, [0.94, 0.96, 0.98, 1]],
    [1, 30, 10, [5, 10, 15, 20, 25, 30]],
    [0, 0.0004, 4, [0, 0.0001, 0.0002, 0.0003, 0.0004]],
  ])('should divide %d to %d into about %d round steps', (low, high, count, ticks) => {
    expect(axisTicks(low, high, count)).toEqual(ticks);
  });

  it('should give the one value of an empty range', () => {
    expect(axisTicks(2, 2, 5)).toEqual([2]);
    expect(axisTicks(0, Infinity, 5)).toEqual([0]);
  });
});
