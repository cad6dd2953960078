import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import type { DType, TypedArrayOf } from './dtype.js';
import { DTYPES, TYPED_ARRAYS } from './dtype.js';

/** A dense tensor in row-major order; `data.length` is the product of `dims`. */
export interface Tensor<D extends DType = DType> {
  readonly dtype: D;
  readonly dims: readonly number[];
  readonly data: TypedArrayOf<D>;
}

/** Name, element type and shape of a model's input or output; a string dim is free (symbolic). */
export interface TensorInfo {
  readonly name: string;
  readonly dtype: DType;
  readonly dims: readonly (number | string)[];
}

/** Number of elements in a tensor of these dims; 1 for a scalar. */
export const elementCount = (dims: readonly number[]): number =>
  dims.reduce((product, dim) => product * dim, 1);

/**
 * Creates a tensor, over `data` when it is given (not copied) and zero-filled otherwise.
 *
 * @throws InvalidArgumentError for a dtype that does not exist, when a dim is not a non-negative integer, when `data` is not the typed
 * array of `dtype`, or when it has another length than the dims ask for.
 */
export const createTensor = <D extends DType>(
  dtype: D,
  dims: readonly number[],
  data?: TypedArrayOf<D>,
): Tensor<D> => {
  if (!Object.hasOwn(TYPED_ARRAYS, dtype)) {
    throw new InvalidArgumentError({
      argument: 'dtype',
      expected: `one of ${DTYPES.join(', ')}`,
      actual: String(dtype),
    });
  }
  if (!Array.isArray(dims) || !dims.every((dim) => Number.isSafeInteger(dim) && dim >= 0)) {
    throw new InvalidArgumentError({
      argument: 'dims',
      expected: 'a list of non-negative integers',
      actual: Array.isArray(dims) ? `[${dims.join(', ')}]` : String(dims),
    });
  }
  const count = elementCount(dims);
  const elements = data ?? (new TYPED_ARRAYS[dtype](count) as TypedArrayOf<D>);
  if (!(elements instanceof TYPED_ARRAYS[dtype])) {
    throw new InvalidArgumentError({
      argument: 'data',
      expected: `a ${TYPED_ARRAYS[dtype].name} for dtype ${dtype}`,
      actual: Object.prototype.toString.call(elements).slice(8, -1),
    });
  }
  if (elements.length !== count) {
    throw new InvalidArgumentError({
      argument: 'data',
      expected: `${String(count)} elements long for dims [${dims.join(', ')}]`,
      actual: `${String(elements.length)} long`,
    });
  }
  return { dtype, dims, data: elements };
};
