import { createTensor, type DType, elementCount, type Tensor, TYPED_ARRAYS } from '@ocelli/core';
import { CheckpointFormatError } from './checkpoint-errors.js';

/*
 * The safetensors format (https://huggingface.co/docs/safetensors): the length of the header as a
 * little-endian uint64, the header as JSON, then the values of all tensors without gaps.
 */

/** What the format calls each dtype. */
const FORMAT_NAMES: { readonly [D in DType]: string | undefined } = {
  float32: 'F32',
  float64: 'F64',
  float16: 'F16',
  int8: 'I8',
  uint8: 'U8',
  int16: 'I16',
  uint16: 'U16',
  int32: 'I32',
  uint32: 'U32',
  int64: 'I64',
  uint64: 'U64',
  bool: 'BOOL',
};

const DTYPE_OF = new Map(
  (Object.keys(FORMAT_NAMES) as DType[]).map((dtype) => [FORMAT_NAMES[dtype], dtype]),
);

/** Tensors by name, and text beside them. */
export interface NamedTensors {
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const METADATA = '__metadata__';
const LENGTH_BYTES = 8;
const ALIGNMENT = 8;

/** Writes tensors as safetensors; equal tensors in equal order give equal bytes. */
export const encodeSafetensors = ({ tensors, metadata }: NamedTensors): Uint8Array<ArrayBuffer> => {
  let offset = 0;
  const entries = Object.entries(tensors).map(([name, { dtype, dims, data }]) => {
    const start = offset;
    offset += data.byteLength;
    const entry = { dtype: FORMAT_NAMES[dtype], shape: dims, data_offsets: [start, offset] };
    return { name, entry, data, start };
  });
  const header = Object.fromEntries(entries.map(({ name, entry }) => [name, entry]));
  const text = JSON.stringify({ [METADATA]: metadata, ...header });
  const encoded = new TextEncoder().encode(text);
  const headerBytes = Math.ceil(encoded.length / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(LENGTH_BYTES + headerBytes + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerBytes);
  bytes.set(encoded, LENGTH_BYTES);
  for (const { data, start } of entries) {
    const values = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    bytes.set(values, LENGTH_BYTES + headerBytes + start);
  }
  return bytes;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && Number(each) >= 0);

const fail = (reason: string, cause?: unknown): never => {
  throw new CheckpointFormatError({ reason, cause });
};

const readHeader = (bytes: Uint8Array): { header: Record<string, unknown>; body: Uint8Array } => {
  if (bytes.length < LENGTH_BYTES) return fail('it is shorter than 8 bytes');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(bytes.length - LENGTH_BYTES)) return fail('its header is cut off');
  const end = LENGTH_BYTES + Number(length);
  try {
    const header: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(LENGTH_BYTES, end)),
    );
    return isRecord(header)
      ? { header, body: bytes.subarray(end) }
      : fail('its header is no JSON object');
  } catch (cause) {
    return fail('its header is no JSON object', cause);
  }
};

const readEntry = (name: string, entry: unknown, body: Uint8Array): Tensor => {
  const { dtype: format, shape, data_offsets: offsets } = isRecord(entry) ? entry : {};
  const dtype = DTYPE_OF.get(String(format));
  if (dtype === undefined) return fail(`"${name}" is of dtype ${String(format)}`);
  if (!isSizes(shape) || !isSizes(offsets)) return fail(`"${name}" has no shape or place`);
  const [start = 0, end = 0] = offsets;
  const TypedArray = TYPED_ARRAYS[dtype];
  const size = elementCount(shape) * TypedArray.BYTES_PER_ELEMENT;
  if (end - start !== size || end > body.length) {
    return fail(`the values of "${name}" are not where its shape says`);
  }
  // Not `slice`, which makes no copy of a Node Buffer.
  const copy = Uint8Array.from(body.subarray(start, end));
  return createTensor<DType>(dtype, shape, new TypedArray(copy.buffer));
};

/**
 * Reads tensors from safetensors; the values are copied.
 *
 * @throws CheckpointFormatError when the bytes are no complete file of the format.
 */
export const decodeSafetensors = (bytes: Uint8Array): NamedTensors => {
  const { header, body } = readHeader(bytes);
  const { [METADATA]: metadata = {}, ...entries } = header;
  if (!isRecord(metadata)) return fail('its metadata is no JSON object');
  return {
    tensors: Object.fromEntries(
      Object.entries(entries).map(([name, entry]) => [name, readEntry(name, entry, body)]),
    ),
    metadata: Object.fromEntries(
      Object.entries(metadata).map(([key, value]) => [key, String(value)]),
    ),
  };
};
