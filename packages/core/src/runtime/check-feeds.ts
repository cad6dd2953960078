import { TensorMismatchError } from '../errors/session-errors.js';
import { TYPED_ARRAYS } from '../tensor/dtype.js';
import { elementCount, type Tensor, type TensorInfo } from '../tensor/tensor.js';

const describeDims = (dims: readonly (number | string)[]): string =>
  `[${dims.map((dim) => (dim === '' ? '?' : dim)).join(', ')}]`;

/** The sizes that named free dims took so far; the same name must mean the same size in every input. */
type BoundDims = Map<string, number>;

const dimsFit = (tensor: Tensor, info: TensorInfo, bound: BoundDims): boolean => {
  // ONNX Runtime reports an input of unknown rank with no dims at all, as it does a scalar.
  if (info.dims.length === 0) return true;
  if (tensor.dims.length !== info.dims.length) return false;
  return info.dims.every((declared, axis) => {
    const size = tensor.dims[axis] ?? -1;
    if (typeof declared === 'number') return size === declared;
    const before = bound.get(declared);
    if (declared !== '') bound.set(declared, before ?? size);
    return before === undefined || before === size;
  });
};

const expectedDims = (info: TensorInfo, bound: BoundDims): string =>
  describeDims(
    info.dims.map((dim) => {
      const size = typeof dim === 'string' ? bound.get(dim) : undefined;
      return size === undefined ? dim : `${String(dim)}=${String(size)}`;
    }),
  );

/**
 * Checks that `feeds` are exactly the tensors that the inputs declare: names, dtypes, dims, number of
 * elements. A free dim takes any size, but the same size wherever its name appears.
 *
 * @throws TensorMismatchError for the first tensor that does not fit.
 */
export const checkFeeds = (
  inputs: readonly TensorInfo[],
  feeds: Readonly<Record<string, Tensor>>,
): void => {
  const bound: BoundDims = new Map();
  for (const info of inputs) {
    const tensor = feeds[info.name];
    const expected = `${info.dtype} ${expectedDims(info, bound)}`;
    const mismatch = (actual: string) =>
      new TensorMismatchError({ tensor: info.name, expected, actual });
    if (tensor === undefined) throw mismatch('missing');
    if (tensor.dtype !== info.dtype) throw mismatch(`${tensor.dtype} ${describeDims(tensor.dims)}`);
    if (!(tensor.data instanceof TYPED_ARRAYS[info.dtype])) {
      throw mismatch(`held in a ${Object.prototype.toString.call(tensor.data).slice(8, -1)}`);
    }
    if (!dimsFit(tensor, info, bound)) {
      throw mismatch(`${tensor.dtype} ${describeDims(tensor.dims)}`);
    }
    if (tensor.data.length !== elementCount(tensor.dims)) {
      throw mismatch(`${String(tensor.data.length)} elements for ${describeDims(tensor.dims)}`);
    }
  }
  const extra = Object.keys(feeds).find((name) => !inputs.some((info) => info.name === name));
  if (extra !== undefined) {
    const names = inputs.map((info) => info.name).join(', ');
    throw new TensorMismatchError({
      tensor: extra,
      expected: `one of the inputs ${names}`,
      actual: 'not an input',
    });
  }
};
