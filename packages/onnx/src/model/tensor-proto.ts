import { create } from '@bufbuild/protobuf';
import {
  createTensor,
  type DType,
  elementCount,
  type Tensor,
  TYPED_ARRAYS,
  type TypedArrayOf,
} from '@ocelli/core';
import { UnreadableTensorError } from '../errors/graph-errors.js';
import { TensorProto_DataLocation, TensorProtoSchema } from '../proto/onnx_pb.generated.js';
import { isDType, ONNX_DTYPES, onnxDTypeOf } from './onnx-dtype.js';
import type { OnnxTensor } from './onnx-model.js';

/** The dims of a stored tensor as numbers. */
export const tensorDims = (tensor: OnnxTensor): number[] => tensor.dims.map(Number);

/** True when the values lie in another file. */
export const isExternal = (tensor: OnnxTensor): boolean =>
  tensor.dataLocation === TensorProto_DataLocation.EXTERNAL;

/** Stores a tensor under a name. The values are not copied: the result is a view of `tensor.data`. */
export const toTensorProto = (name: string, tensor: Tensor): OnnxTensor => {
  const { buffer, byteOffset, byteLength } = tensor.data;
  return create(TensorProtoSchema, {
    name,
    dataType: ONNX_DTYPES[tensor.dtype].code,
    dims: tensor.dims.map(BigInt),
    rawData: new Uint8Array(buffer, byteOffset, byteLength),
  });
};

/** The typed field that holds the values when `raw_data` does not; which one, the standard fixes. */
const typedField = (tensor: OnnxTensor, dtype: DType): readonly (number | bigint)[] => {
  switch (dtype) {
    case 'float32':
      return tensor.floatData;
    case 'float64':
      return tensor.doubleData;
    case 'int64':
      return tensor.int64Data;
    case 'uint32':
    case 'uint64':
      return tensor.uint64Data;
    default:
      return tensor.int32Data;
  }
};

const valuesOf = (tensor: OnnxTensor, dtype: DType): TypedArrayOf<DType> => {
  const TypedArray = TYPED_ARRAYS[dtype];
  const { rawData } = tensor;
  if (rawData !== undefined) {
    const aligned =
      rawData.byteOffset % TypedArray.BYTES_PER_ELEMENT === 0 ? rawData : new Uint8Array(rawData);
    const length = Math.floor(rawData.byteLength / TypedArray.BYTES_PER_ELEMENT);
    return new TypedArray(aligned.buffer as ArrayBuffer, aligned.byteOffset, length);
  }
  const values = typedField(tensor, dtype);
  const array = new TypedArray(values.length);
  values.forEach((value, index) => {
    if (array instanceof BigInt64Array || array instanceof BigUint64Array) {
      array[index] = BigInt(value);
    } else {
      array[index] = Number(value);
    }
  });
  return array;
};

/**
 * Reads the values of a stored tensor, as a view of the model's bytes where alignment allows.
 * Little-endian hosts only, which is every host that runs WebAssembly.
 *
 * @throws UnreadableTensorError when the values lie in another file, have a type that no typed array
 * holds (strings, bfloat16, 4 bits), or are not as many as the dims ask for.
 */
export const readTensor = (tensor: OnnxTensor): Tensor => {
  const name = tensor.name ?? '';
  const dtype = onnxDTypeOf(tensor.dataType);
  if (isExternal(tensor)) {
    throw new UnreadableTensorError({
      tensor: name,
      reason: 'they are stored in another file',
      remedy: 'Save the model with its weights inside.',
    });
  }
  if (!isDType(dtype)) {
    throw new UnreadableTensorError({
      tensor: name,
      reason: `their type is ${dtype ?? `code ${tensor.dataType ?? 'none'}`}`,
      remedy: 'Convert the tensor to a type that a typed array holds.',
    });
  }
  const dims = tensorDims(tensor);
  const data = valuesOf(tensor, dtype);
  if (dims.some((dim) => dim < 0) || data.length !== elementCount(dims)) {
    throw new UnreadableTensorError({
      tensor: name,
      reason: `there are ${data.length} for dims [${dims.join(', ')}]`,
      remedy: 'Download or export the model again.',
    });
  }
  return createTensor<DType>(dtype, dims, data);
};
