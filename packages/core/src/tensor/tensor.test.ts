import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import { createTensor } from './tensor.js';

describe('createTensor', () => {
  it('should hold the data it is given, and zeros otherwise', () => {
    const data = Float32Array.of(1, 2);
    expect(createTensor('float32', [1, 2], data).data).toBe(data);
    expect(createTensor('int64', [2]).data).toEqual(new BigInt64Array(2));
    expect(createTensor('bool', []).data).toEqual(Uint8Array.of(0));
  });

  it.each([
    ['dtype', 'floaty', [2], new Float32Array(2)],
    ['dtype', 'constructor', [2], undefined],
    ['dims', 'float32', [2, -1], undefined],
    ['dims', 'float32', [0.5], undefined],
    ['dims', 'float32', 2, undefined],
    ['data', 'float32', [2], new Uint8Array(2)],
    ['data', 'float32', [2], new Float32Array(3)],
  ])('should name %s in createTensor(%j, %j)', (argument, dtype, dims, data) => {
    const make = () =>
      createTensor(dtype as 'float32', dims as number[], data as Float32Array<ArrayBuffer>);
    expect(make).toThrow(InvalidArgumentError);
    expect(make).toThrow(expect.objectContaining({ argument }) as Error);
  });
});
