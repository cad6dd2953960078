import { describe, expect, it } from 'vitest';
import type { GoldenCheck } from '../backend/inference-backend.js';
import { SelfCheckError } from '../errors/session-errors.js';
import { createTensor, type Tensor } from '../tensor/tensor.js';
import { checkGolden, checkGoldenTensors } from './check-golden.js';

const float32 = (...values: number[]): Tensor =>
  createTensor('float32', [1, values.length], new Float32Array(values));

const check = (expected: Tensor, actual: Tensor | undefined, tolerance = 0.125): number =>
  checkGolden(
    { feeds: {}, outputs: { y: expected }, tolerance },
    actual === undefined ? {} : { y: actual },
    'webgpu',
  );

describe('checkGolden', () => {
  it('should return the largest difference that is within the tolerance', () => {
    expect(check(float32(1, 2, -3), float32(1, 2.125, -3))).toBe(0.125);
    expect(check(float32(1, Infinity), float32(1, Infinity))).toBe(0);
  });

  it('should compare float16 by value, not by bits', () => {
    const half = (bits: number) => createTensor('float16', [1], new Uint16Array([bits]));
    expect(check(half(0x3c00), half(0x3c01), 1e-3)).toBeCloseTo(2 ** -10, 12);
  });

  it.each([
    ['too far', float32(1, 2.25), 0.25],
    ['NaN', float32(NaN, 2), Infinity],
    ['of other dims', createTensor('float32', [2], new Float32Array([1, 2])), Infinity],
    ['of another dtype', createTensor('int32', [1, 2], new Int32Array([1, 2])), Infinity],
    ['missing', undefined, Infinity],
  ])('should refuse an output that is %s', (_, actual, difference) => {
    let thrown: unknown;
    try {
      check(float32(1, 2), actual);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(SelfCheckError);
    expect(thrown).toMatchObject({
      executionProvider: 'webgpu',
      maxAbsoluteDifference: difference,
      tolerance: 0.125,
    });
  });
});

describe('checkGoldenTensors', () => {
  const golden = { feeds: { x: float32(1) }, outputs: { y: float32(1) }, tolerance: 0 };

  it('should accept whole tensors and a tolerance from 0', () => {
    expect(() => {
      checkGoldenTensors(golden);
    }).not.toThrow();
  });

  it.each([
    ['no outputs', { ...golden, outputs: {} }, 'goldenCheck.outputs'],
    ['outputs left out', { feeds: golden.feeds, tolerance: 0 }, 'goldenCheck.outputs'],
    ['no feeds', { ...golden, feeds: {} }, 'goldenCheck.feeds'],
    [
      'an output without values',
      { ...golden, outputs: { y: { ...float32(1), data: new Float32Array(0) } } },
      'goldenCheck.outputs.y',
    ],
    ['no tolerance', { ...golden, tolerance: undefined }, 'goldenCheck.tolerance'],
    ['a NaN tolerance', { ...golden, tolerance: NaN }, 'goldenCheck.tolerance'],
    ['a negative tolerance', { ...golden, tolerance: -1 }, 'goldenCheck.tolerance'],
  ])('should refuse %s, which would pass anything', (_, check, argument) => {
    expect(() => {
      checkGoldenTensors(check as unknown as GoldenCheck);
    }).toThrow(expect.objectContaining({ name: 'InvalidArgumentError', argument }) as Error);
  });
});
