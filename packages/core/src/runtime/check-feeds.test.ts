import { describe, expect, it } from 'vitest';
import { TensorMismatchError } from '../errors/session-errors.js';
import { createTensor, type Tensor, type TensorInfo } from '../tensor/tensor.js';
import { checkFeeds } from './check-feeds.js';

const INPUTS: readonly TensorInfo[] = [
  { name: 'a', dtype: 'float32', dims: ['N', 3] },
  { name: 'b', dtype: 'int64', dims: ['N', ''] },
];
const a = createTensor('float32', [2, 3]);
const b = createTensor('int64', [2, 7]);

describe('checkFeeds', () => {
  it('should accept any size of a free dim that is the same in every input', () => {
    expect(() => {
      checkFeeds(INPUTS, { a, b });
    }).not.toThrow();
  });

  it.each([
    ['a missing input', { a }, '"b" must be int64 [N=2, ?], but it is missing'],
    ['null for an input', { a: null as unknown as Tensor, b }, 'it is missing'],
    ['no dims', { a: { ...a, dims: undefined as unknown as number[] }, b }, 'without dims'],
    ['dims that are no sizes', { a: { ...a, dims: [-2, -3] }, b }, 'it is float32 [-2, -3]'],
    ['another dtype', { a: createTensor('float64', [2, 3]), b }, 'it is float64 [2, 3]'],
    ['a fixed dim of another size', { a: createTensor('float32', [2, 4]), b }, '[2, 4]'],
    ['another rank', { a: createTensor('float32', [6]), b }, 'must be float32 [N, 3]'],
    ['two sizes of one free dim', { a, b: createTensor('int64', [1, 7]) }, '[N=2, ?]'],
    ['an input that the model does not have', { a, b, c: a }, '"c" must be one of the inputs a, b'],
    ['too few elements', { a: { ...a, data: new Float32Array(5) }, b }, '5 elements for [2, 3]'],
    [
      'another typed array than the dtype says',
      { a: { ...a, data: new Float64Array(6) as unknown as Float32Array<ArrayBuffer> }, b },
      'held in a Float64Array',
    ],
  ])('should refuse %s', (_, feeds, message) => {
    const check = (): void => {
      checkFeeds(INPUTS, feeds);
    };
    expect(check).toThrow(TensorMismatchError);
    expect(check).toThrow(message);
  });

  it('should leave the dims of an input without declared rank to the runtime', () => {
    expect(() => {
      checkFeeds([{ name: 'a', dtype: 'float32', dims: [] }], { a });
    }).not.toThrow();
  });

  it.each([[null], [undefined], [3]])('should refuse %s for the feeds', (feeds) => {
    expect(() => {
      checkFeeds(INPUTS, feeds as unknown as Record<string, Tensor>);
    }).toThrow(expect.objectContaining({ name: 'InvalidArgumentError' }) as Error);
  });
});
