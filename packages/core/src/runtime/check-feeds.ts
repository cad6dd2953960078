import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import { TensorMismatchError } from '../errors/session-errors.js';
import { TYPED_ARRAYS } from '../tensor/dtype.js';
import { elementCount, type Tensor, type TensorInfo } from '../tensor/tensor.js';

const describeDims = (dims: readonly (number | string)[]): string =>
  `[${dims.map((dim) => (dim === '' ? '?' : dim)).join(', ')}]`;

/** What makes `tensor` no tensor of its dtype and dims; undefined when it is one. */
export const tensorProblem = (tensor: Tensor | null | undefined): string | undefined => {
  if (tensor === undefined || tensor === null) return 'missing';
  const { dtype, dims, data } = tensor;
  if (!(dtype in TYPED_ARRAYS)) return `of dtype ${String(dtype)}`;
  if (!Array.isArray(dims)) return 'without dims';
  if (!dims.every((dim) => Number.isSafeInteger(dim) && dim >= 0)) {
    return `${dtype} ${describeDims(dims)}`;
  }
  if (!(data instanceof TYPED_ARRAYS[dtype])) {
    return `held in a ${Object.prototype.toString.call(data).slice(8, -1)}`;
  }
  if (data.length === elementCount(dims)) return undefined;
  return `${String(data.length)} elements for ${describeDims(dims)}`;
};

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
 * @throws TensorMismatchError for the first tensor that does not fit, InvalidArgumentError when `feeds` is no
 * object.
 */
export const checkFeeds = (
  inputs: readonly TensorInfo[],
  feeds: Readonly<Record<string, Tensor>>,
): void => {
  if (typeof feeds !== 'object' || (feeds as unknown) === null) {
    throw new InvalidArgumentError({
      argument: 'feeds',
      expected: 'an object of tensors by the names of the inputs',
      actual: (feeds as unknown) === null ? 'null' : typeof feeds,
    });
  }
  const bound: BoundDims = new Map();
  for (const info of inputs) {
    const tensor = feeds[info.name] as Tensor | null | undefined;
    const expected = `${info.dtype} ${expectedDims(info, bound)}`;
    const mismatch = (actual: string) =>
      new TensorMismatchError({ tensor: info.name, expected, actual });
    if (tensor === undefined || tensor === null) throw mismatch('missing');
    if (tensor.dtype === info.dtype) {
      const problem = tensorProblem(tensor);
      if (problem !== undefined) throw mismatch(problem);
      if (dimsFit(tensor, info, bound)) continue;
    }
    throw mismatch(`${tensor.dtype} ${describeDims(tensor.dims ?? [])}`);
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
