import { create } from '@bufbuild/protobuf';
import { createTensor, type DType, DTYPES } from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import { UnreadableTensorError } from '../errors/graph-errors.js';
import { TensorProto_DataLocation, TensorProtoSchema } from '../proto/onnx_pb.generated.js';
import { ONNX_DTYPES } from './onnx-dtype.js';
import { readTensor, toTensorProto } from './tensor-proto.js';

const sample = (dtype: DType) => {
  const tensor = createTensor(dtype, [2, 2]);
  tensor.data.forEach((_, at) => {
    tensor.data[at] = dtype.endsWith('int64') ? BigInt(at) : at;
  });
  return tensor;
};

describe('readTensor', () => {
  it.each(DTYPES)('should read back %s without copying', (dtype) => {
    const tensor = sample(dtype);
    const read = readTensor(toTensorProto('t', tensor));
    expect(read).toEqual(tensor);
    expect(read.data.buffer).toBe(tensor.data.buffer);
  });

  it('should read values at odd offsets', () => {
    const tensor = sample('float32');
    const file = new Uint8Array(17);
    file.set(new Uint8Array(tensor.data.buffer), 1);
    const stored = { ...toTensorProto('t', tensor), rawData: file.subarray(1) };
    expect(readTensor(stored)).toEqual(tensor);
  });

  it('should read the typed fields', () => {
    const typed = { dims: [2n], name: 't' };
    const read = (dtype: DType, fields: object) => [
      ...readTensor(
        create(TensorProtoSchema, { ...typed, dataType: ONNX_DTYPES[dtype].code, ...fields }),
      ).data,
    ];
    expect(read('float32', { floatData: [0.5, 2] })).toEqual([0.5, 2]);
    expect(read('float64', { doubleData: [0.1, 2] })).toEqual([0.1, 2]);
    expect(read('int64', { int64Data: [1n, -2n] })).toEqual([1n, -2n]);
    expect(read('uint32', { uint64Data: [1n, 4294967295n] })).toEqual([1, 4294967295]);
    expect(read('int8', { int32Data: [1, -2] })).toEqual([1, -2]);
    expect(read('float16', { int32Data: [0x3c00, 0x4000] })).toEqual([0x3c00, 0x4000]);
  });

  it('should say why values cannot be read', () => {
    const stored = toTensorProto('t', sample('float32'));
    const cases = [
      { ...stored, dataLocation: TensorProto_DataLocation.EXTERNAL },
      { ...stored, dataType: ONNX_DTYPES.string.code },
      { ...stored, dataType: 99 },
      { ...stored, dims: [3n] },
      { ...stored, dims: [-2n, -2n] },
    ];
    for (const tensor of cases) expect(() => readTensor(tensor)).toThrow(UnreadableTensorError);
    expect(() => readTensor({ ...stored, dataType: 99 })).toThrow(/code 99/);
  });
});
