import { create } from '@bufbuild/protobuf';
import {
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
} from '../proto/onnx_pb.generated.js';
import { ONNX_DTYPES, type OnnxDType, onnxDTypeOf } from './onnx-dtype.js';
import type { OnnxValueInfo } from './onnx-model.js';

/** A size, or the name of one that is free until run time; `?` is free and has no name. */
export type Dim = number | string;

/** What a model declares of a value; `dims` is undefined when not even the rank is declared. */
export interface ValueDeclaration {
  readonly name: string;
  readonly dtype: OnnxDType | undefined;
  readonly dims: readonly Dim[] | undefined;
}

/** Reads a declaration; values that are no tensors (sequences, maps) have neither dtype nor dims. */
export const readValueInfo = (info: OnnxValueInfo): ValueDeclaration => {
  const name = info.name ?? '';
  const type = info.type?.value;
  if (type?.case !== 'tensorType') return { name, dtype: undefined, dims: undefined };
  const dims = type.value.shape?.dim.map(({ value }): Dim => {
    if (value.case === 'dimValue') return value.value >= 0n ? Number(value.value) : '?';
    return value.value === undefined || value.value === '' ? '?' : value.value;
  });
  return { name, dtype: onnxDTypeOf(type.value.elemType), dims };
};

/** Writes a declaration. */
export const toValueInfo = (
  name: string,
  dtype: OnnxDType,
  dims: readonly Dim[] | undefined,
): OnnxValueInfo => {
  const shape = dims && {
    shape: create(TensorShapeProtoSchema, {
      dim: dims.map((dim) =>
        create(TensorShapeProto_DimensionSchema, {
          value:
            typeof dim === 'number'
              ? { case: 'dimValue', value: BigInt(dim) }
              : dim === '?'
                ? { case: undefined }
                : { case: 'dimParam', value: dim },
        }),
      ),
    }),
  };
  const tensorType = create(TypeProto_TensorSchema, {
    elemType: ONNX_DTYPES[dtype].code,
    ...shape,
  });
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, { value: { case: 'tensorType', value: tensorType } }),
  });
};
