import { createHash } from 'node:crypto';

import {
  type CardVariant,
  type DType,
  DTYPES,
  type ModelFile,
  ModelLoadError,
  type TensorInfo,
} from '@ocelli/core';
import { inspectModel, MalformedModelError, type ModelInspection } from '@ocelli/onnx';

import { readRegularFile } from '../files/open-regular-file.js';
import { toOpenError } from './model-open-error.js';

/** What an ONNX file says of itself, as the importers of core take it. */
export interface ReadSignature {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /** Operator that makes each output. */
  readonly outputProducers: Readonly<Record<string, string>>;
  /** What most of the stored bytes are. */
  readonly precision: CardVariant['dtype'];
  /** The file with its size and hash. */
  readonly file: ModelFile;
}

const isDType = (dtype: string | undefined): dtype is DType =>
  (DTYPES as readonly (string | undefined)[]).includes(dtype);

/** Values with dims and an element type that tensors of ours have; others cannot be fed or read. */
const tensorInfos = (values: ModelInspection['inputs']): TensorInfo[] =>
  values.flatMap(({ name, dtype, dims }) =>
    isDType(dtype) && dims !== undefined ? [{ name, dtype, dims }] : [],
  );

const precisionOf = ({ initializerBytes }: ModelInspection): CardVariant['dtype'] => {
  const { float32 = 0, float16 = 0, int8 = 0, uint8 = 0 } = initializerBytes;
  const quantised = int8 + uint8;
  if (quantised > float32 && quantised > float16) return 'int8';
  return float16 > float32 ? 'float16' : 'float32';
};

const inspect = (bytes: Uint8Array, path: string): ModelInspection => {
  try {
    return inspectModel(bytes);
  } catch (error) {
    if (!MalformedModelError.isInstance(error)) throw error;
    const { reason, remedy } = error;
    throw new ModelLoadError({ source: path, reason, remedy, cause: error });
  }
};

/**
 * Reads an ONNX file and tells its inputs, outputs, precision and hash.
 *
 * @throws ModelOpenError when it cannot be read, ModelLoadError when it is no ONNX model.
 */
export const readModelSignature = async (path: string): Promise<ReadSignature> => {
  let bytes: Uint8Array;
  try {
    bytes = await readRegularFile(path);
  } catch (error) {
    throw toOpenError(error, path);
  }
  const inspection = inspect(bytes, path);
  const producers = inspection.outputs.flatMap(({ name, producedBy }) =>
    producedBy === undefined ? [] : [[name, producedBy] as const],
  );
  return {
    inputs: tensorInfos(inspection.inputs),
    outputs: tensorInfos(inspection.outputs),
    outputProducers: Object.fromEntries(producers),
    precision: precisionOf(inspection),
    file: {
      url: path,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.byteLength,
    },
  };
};
