import { describe, expect, it } from 'vitest';
import { createTensor } from '../tensor/tensor.js';
import { readLogits } from './read-logits.js';

describe('readLogits', () => {
  it('should hand float32 on without a copy', () => {
    const data = new Float32Array([1, 2]);
    expect(readLogits(createTensor('float32', [1, 2], data))).toBe(data);
  });

  it('should widen float16', () => {
    const tensor = createTensor('float16', [2], new Uint16Array([0x3e00, 0xfc00]));
    expect(Array.from(readLogits(tensor))).toEqual([1.5, -Infinity]);
  });

  it.each([
    createTensor('int8', [2], new Int8Array([-128, 127])),
    createTensor('uint8', [2], new Uint8Array([0, 255])),
    createTensor('int64', [2], new BigInt64Array([-5n, 7n])),
    createTensor('float64', [2], new Float64Array([0.5, 0.25])),
  ])('should take the numbers of $dtype as they are', (tensor) => {
    expect(Array.from(readLogits(tensor))).toEqual(Array.from(tensor.data, Number));
  });
});
