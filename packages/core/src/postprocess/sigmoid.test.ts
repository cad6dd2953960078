import { describe, expect, it } from 'vitest';
import { sigmoid } from './sigmoid.js';

describe('sigmoid', () => {
  // 1 / (1 + exp(-x)) in numpy 2.4 float64; at -745 that form overflows, the true value is exp(-745).
  it.each([
    [-30, 9.357622968839299e-14],
    [-1.5, 0.18242552380635635],
    [0, 0.5],
    [1.5, 0.8175744761936437],
    [30, 0.9999999999999065],
    [745, 1],
    [-745, 5e-324],
  ])('should give %d what numpy gives', (x, expected) => {
    expect(Math.abs(sigmoid(x) - expected)).toBeLessThanOrEqual(expected * 4e-16);
  });
});
