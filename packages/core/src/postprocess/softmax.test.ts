import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import { InvalidLogitsError } from '../errors/session-errors.js';
import { softmax } from './softmax.js';

const expectClose = (actual: Float64Array, expected: readonly number[]): void => {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, index) => {
    expect(Math.abs((actual[index] ?? NaN) - value)).toBeLessThanOrEqual(4e-16);
  });
};

describe('softmax', () => {
  // exp(x - max) / sum in numpy 2.4 float64; 4e-16 is two units in the last place.
  it.each([
    [
      [1, 2, 3],
      [0.09003057317038046, 0.24472847105479764, 0.6652409557748218],
    ],
    [
      [1000, 1000.5, 999],
      [0.3314989604240915, 0.5465493872661796, 0.12195165230972885],
    ],
    [
      [-1000, 0, 1000],
      [0, 0, 1],
    ],
    [
      [0.1, -0.2, 0.3, 5.5],
      [0.004456950902564196, 0.0033017904373033847, 0.005443732125376369, 0.986797526534756],
    ],
  ])('should give the probabilities of %j that numpy gives', (logits, expected) => {
    expectClose(softmax(logits), expected);
  });

  it('should divide the logits by the temperature', () => {
    expectClose(
      softmax([1, 2, 3], { temperature: 1.5 }),
      [0.1483370980594927, 0.2889212154417395, 0.5627416864987679],
    );
  });

  it('should give masked logits no probability', () => {
    expectClose(softmax([-Infinity, 1, 1]), [0, 0.5, 0.5]);
    expect(softmax([])).toEqual(new Float64Array(0));
  });

  it.each([[[NaN, 1]], [[1, Infinity]], [[-Infinity, -Infinity]]])('should refuse %j', (logits) => {
    expect(() => softmax(logits)).toThrow(InvalidLogitsError);
  });

  it.each([0, -1, NaN, Infinity])('should refuse a temperature of %d', (temperature) => {
    expect(() => softmax([1, 2], { temperature })).toThrow(InvalidArgumentError);
  });

  it('should leave its input untouched', () => {
    const logits = new Float32Array([1, 2]);
    softmax(logits);
    expect(Array.from(logits)).toEqual([1, 2]);
  });
});
