/**
 * The element types and the typed array that holds each. `float16` travels as its bits in a
 * `Uint16Array`, which every supported runtime has.
 */
export const TYPED_ARRAYS = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
} as const;

/** Element type of a tensor, named as ONNX names it. */
export type DType = keyof typeof TYPED_ARRAYS;

/** The typed array that holds elements of `D`. */
export type TypedArrayOf<D extends DType> = InstanceType<(typeof TYPED_ARRAYS)[D]>;

/** All element types, for validation and messages. */
export const DTYPES = Object.keys(TYPED_ARRAYS) as readonly DType[];
