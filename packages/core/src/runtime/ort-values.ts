import { ModelLoadError } from '../errors/session-errors.js';
import { DTYPES, type DType } from '../tensor/dtype.js';
import type { Tensor, TensorInfo } from '../tensor/tensor.js';
import type { OrtTensor, OrtValueMetadata } from './ort-api.js';

const isDType = (type: string | undefined): type is DType =>
  (DTYPES as readonly (string | undefined)[]).includes(type);

/** @throws ModelLoadError when a value is not a tensor of a known dtype. */
export const tensorInfosOf = (metadata: readonly OrtValueMetadata[]): TensorInfo[] =>
  metadata.map(({ name, type, shape }) => {
    if (isDType(type)) return { name, dtype: type, dims: [...(shape ?? [])] };
    throw new ModelLoadError({
      source: 'graph',
      reason: `"${name}" is ${type === undefined ? 'not a tensor' : `a tensor of ${type}`}`,
      remedy: `Use tensors of ${DTYPES.join(', ')} as inputs and outputs.`,
    });
  });

/** ONNX Runtime's values as a tensor of ours, over the same memory. */
export const tensorOver = (type: string, dims: readonly number[], data: unknown): Tensor => {
  const { buffer, byteOffset, length } = data as Uint8Array<ArrayBuffer>;
  // Where JavaScript has a Float16Array, onnxruntime-common uses it.
  const values = type === 'float16' ? new Uint16Array(buffer, byteOffset, length) : data;
  return { dtype: type as DType, dims, data: values as Tensor['data'] };
};

/** The values of a tensor wherever they lie, as a tensor that nobody else holds. */
export const copyOut = async (value: OrtTensor): Promise<Tensor> => {
  if (value.location !== 'cpu') return tensorOver(value.type, value.dims, await value.getData());
  const { dtype, dims, data } = tensorOver(value.type, value.dims, value.data);
  return { dtype, dims, data: data.slice() };
};
