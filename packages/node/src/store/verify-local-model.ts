import type { ModelFile } from '@ocelli/core';
import {
  detectTextAnswer,
  ModelDownloadError,
  ModelIntegrityError,
  TEXT_PROBE_BYTES,
} from '@ocelli/core/runtime';

import { openRegularFile } from '../files/open-regular-file.js';
import { hashFile } from './file-hash.js';
import { ModelStoreError } from './model-store-errors.js';

/** The size and the first bytes of a file. */
const readHead = async (path: string): Promise<{ size: number; head: Uint8Array }> => {
  const file = await openRegularFile(path);
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(TEXT_PROBE_BYTES) });
    return { size, head: buffer.subarray(0, bytesRead) };
  } finally {
    await file.close();
  }
};

const unreadable = (path: string, error: unknown): ModelStoreError => {
  const isMissing = ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
  return new ModelStoreError({
    path,
    reason: isMissing ? 'not-found' : 'unreadable',
    detail: isMissing ? 'there is no such file' : (error as Error).message,
    cause: error,
  });
};

/**
 * Checks a model file that lies on this machine: that it is there, is no text, and has the size and the
 * SHA-256 that are asked for. The file itself is never touched.
 *
 * @throws ModelStoreError, ModelDownloadError (`not-a-model`), ModelIntegrityError, or the signal's reason.
 */
export const verifyLocalModel = async (
  path: string,
  { sha256, bytes }: Pick<ModelFile, 'sha256' | 'bytes'>,
  signal?: AbortSignal,
): Promise<void> => {
  const { size, head } = await readHead(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  const text = detectTextAnswer(head);
  if (text !== undefined) {
    throw new ModelDownloadError({ url: path, reason: 'not-a-model', detail: `it is ${text}` });
  }
  if (bytes !== undefined && size !== bytes) {
    throw new ModelIntegrityError({
      source: path,
      expected: `${String(bytes)} bytes`,
      actual: `${String(size)} bytes`,
    });
  }
  if (sha256 === undefined) return;
  const actual = await hashFile(path, signal).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw unreadable(path, error);
  });
  if (actual !== sha256.toLowerCase()) {
    throw new ModelIntegrityError({
      source: path,
      expected: `sha256 ${sha256.toLowerCase()}`,
      actual: `sha256 ${actual}`,
    });
  }
};
