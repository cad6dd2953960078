import { lstat, readFile, readlink, stat } from 'node:fs/promises';
import { ModelLoadError, type ModelSource } from '@ocelli/core';
import { decodeModel, MalformedModelError } from '@ocelli/onnx';

/** Larger models are not decoded again to find out why they failed. */
const MAX_DIAGNOSED_BYTES = 512 * 1024 * 1024;

/** How messages name the model. */
export const sourceName = (model: ModelSource): string =>
  model.kind === 'file' ? model.path : `of ${String(model.bytes.byteLength)} bytes in memory`;

const SYSTEM_REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this process may not read it',
  ELOOP: 'its symbolic links lead in a circle',
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of the path is not a folder',
  EPERM: 'this process may not read it',
};

const unreadable = async (path: string, cause: unknown): Promise<ModelLoadError> => {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const link = await lstat(path).then(
    (entry) => (entry.isSymbolicLink() ? readlink(path) : undefined),
    () => undefined,
  );
  const reason =
    code === 'ENOENT' && link !== undefined
      ? `it is a symbolic link to ${link}, which does not exist`
      : (SYSTEM_REASONS[code] ?? String(cause));
  return new ModelLoadError({
    source: path,
    reason,
    remedy: 'Check the path and its permissions, or fetch the model again.',
    cause,
  });
};

/**
 * Checks that a model is there and has bytes, before a runtime gets to see it.
 *
 * @throws ModelLoadError when it is missing, not a file, unreadable or empty.
 */
export const checkModelSource = async (model: ModelSource): Promise<void> => {
  const source = sourceName(model);
  if (model.kind === 'bytes') {
    if (model.bytes.byteLength > 0) return;
    throw new ModelLoadError({ source, reason: 'there are no bytes' });
  }
  const entry = await stat(model.path).catch(async (cause: unknown) => {
    throw await unreadable(model.path, cause);
  });
  if (entry.isDirectory()) {
    throw new ModelLoadError({
      source,
      reason: 'it is a folder',
      remedy: 'Name the .onnx file in it.',
    });
  }
  if (!entry.isFile()) throw new ModelLoadError({ source, reason: 'it is not a regular file' });
  if (entry.size === 0) throw new ModelLoadError({ source, reason: 'the file is empty' });
};

const readSource = async (model: ModelSource): Promise<Uint8Array | undefined> => {
  if (model.kind === 'bytes') return model.bytes;
  const { size } = await stat(model.path);
  return size > MAX_DIAGNOSED_BYTES ? undefined : readFile(model.path);
};

const ownMessage = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause);

/** The runtime's words for tensors whose file is missing, too short or outside the model's folder. */
const EXTERNAL_DATA =
  /external data|external initializer|External data path|GetExtDataFromTensorProto/i;

/**
 * Finds out whether the model itself is why a runtime could not load it.
 *
 * @returns The error to report, or undefined when the bytes are a well-formed model.
 */
export const diagnoseModel = async (
  model: ModelSource,
  cause: unknown,
): Promise<ModelLoadError | undefined> => {
  const source = sourceName(model);
  try {
    const bytes = await readSource(model);
    if (bytes !== undefined) decodeModel(bytes);
  } catch (error) {
    if (MalformedModelError.isInstance(error)) {
      const { reason, remedy } = error;
      return new ModelLoadError({ source, reason, remedy, cause: error });
    }
    return unreadable(source, error);
  }
  if (!EXTERNAL_DATA.test(ownMessage(cause))) return undefined;
  return new ModelLoadError({
    source,
    reason: `a file with its tensors cannot be read: ${ownMessage(cause)}`,
    remedy:
      model.kind === 'file'
        ? "Put the model's external data files next to it, under the names it refers to."
        : 'Pass the external data files in externalData, under the names the model refers to.',
    cause,
  });
};

/** The error for a model that even the CPU provider, which can run every operator, did not take. */
export const unsupportedModel = (model: ModelSource, cause: unknown): ModelLoadError =>
  new ModelLoadError({
    source: sourceName(model),
    reason: ownMessage(cause),
    remedy: 'Export the model again with operators and an opset that ONNX Runtime supports.',
    cause,
  });
