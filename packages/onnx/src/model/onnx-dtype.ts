import { type DType, DTYPES } from '@ocelli/core';

/** Every element type of the standard: its code in `TensorProto.DataType`, and its size in bits. */
export const ONNX_DTYPES = {
  float32: { code: 1, bits: 32 },
  uint8: { code: 2, bits: 8 },
  int8: { code: 3, bits: 8 },
  uint16: { code: 4, bits: 16 },
  int16: { code: 5, bits: 16 },
  int32: { code: 6, bits: 32 },
  int64: { code: 7, bits: 64 },
  /** Strings have no fixed size. */
  string: { code: 8, bits: 0 },
  bool: { code: 9, bits: 8 },
  float16: { code: 10, bits: 16 },
  float64: { code: 11, bits: 64 },
  uint32: { code: 12, bits: 32 },
  uint64: { code: 13, bits: 64 },
  complex64: { code: 14, bits: 64 },
  complex128: { code: 15, bits: 128 },
  bfloat16: { code: 16, bits: 16 },
  float8e4m3fn: { code: 17, bits: 8 },
  float8e4m3fnuz: { code: 18, bits: 8 },
  float8e5m2: { code: 19, bits: 8 },
  float8e5m2fnuz: { code: 20, bits: 8 },
  uint4: { code: 21, bits: 4 },
  int4: { code: 22, bits: 4 },
  float4e2m1: { code: 23, bits: 4 },
} as const;

/** Element type of an ONNX tensor; a superset of the `DType` that tensors here can hold. */
export type OnnxDType = keyof typeof ONNX_DTYPES;

const NAME_BY_CODE = new Map<number, OnnxDType>(
  (Object.keys(ONNX_DTYPES) as OnnxDType[]).map((name) => [ONNX_DTYPES[name].code, name]),
);

/** Element type of a `TensorProto.DataType` code; undefined for a code this package does not know. */
export const onnxDTypeOf = (code: number | undefined): OnnxDType | undefined =>
  code === undefined ? undefined : NAME_BY_CODE.get(code);

/** True when values of this type can be held in a tensor. */
export const isDType = (dtype: OnnxDType | undefined): dtype is DType =>
  (DTYPES as readonly (OnnxDType | undefined)[]).includes(dtype);
