import { open, rm, stat } from 'node:fs/promises';

import type { ModelFile } from '@ocelli/core';

import type { HeldLock } from './file-lock.js';
import { readJsonRecord, writeJsonRecord } from './model-record.js';
import { toStoreError } from './model-store-errors.js';
import type { StorePaths } from './store-layout.js';

/** What arrived of an earlier download of the same URL. */
export interface PartialDownload {
  readonly bytes: number;
  /** For `If-Range`: continue only when the file on the server is still the same. */
  readonly validator: string | undefined;
}

/** How many bytes have arrived. */
export const partialBytes = (paths: StorePaths): Promise<number> =>
  stat(paths.partial).then(
    ({ size }) => size,
    () => 0,
  );

/** What can be continued; undefined when a download has to start from its first byte. */
export const readPartial = async (
  paths: StorePaths,
  file: ModelFile,
): Promise<PartialDownload | undefined> => {
  const bytes = await partialBytes(paths);
  const record = await readJsonRecord(paths.partialRecord);
  if (bytes === 0 || record?.['url'] !== file.url) return undefined;
  const validator = record['validator'];
  if (typeof validator === 'string') return { bytes, validator };
  // Without a validator only the hash can tell whether the two pieces belong together.
  return file.sha256 === undefined ? undefined : { bytes, validator: undefined };
};

export const discardPartial = async (paths: StorePaths): Promise<void> => {
  await rm(paths.partial, { force: true });
  await rm(paths.partialRecord, { force: true });
};

/**
 * Whether the body of an answer is compressed, though it was not asked to be: its Content-Length and the
 * server's ranges then count other bytes than those that arrive here.
 */
export const isEncoded = (headers: Headers): boolean =>
  (headers.get('content-encoding') ?? 'identity') !== 'identity';

/** A strong ETag, else the modification date (RFC 9110, section 13.1.5). */
const validatorOf = (headers: Headers): string | undefined => {
  const etag = headers.get('etag');
  const isStrong = etag !== null && !etag.startsWith('W/');
  return isStrong ? etag : (headers.get('last-modified') ?? undefined);
};

/** Appends to the partial file. */
export interface PartialWriter {
  readonly bytes: number;
  /** @throws LockLostError, ModelStoreError */
  write(chunk: Uint8Array): Promise<void>;
  /** Brings the bytes to the disk. */
  sync(): Promise<void>;
  /** Closes the file; what it holds stays for the next attempt. Idempotent. */
  close(): Promise<void>;
}

/**
 * Opens the partial file, to continue it (`resumedBytes > 0`) or from its start.
 *
 * @throws ModelStoreError when the disk is full or the folder cannot be written.
 */
export const openPartial = async (
  { file, paths, lock }: { file: ModelFile; paths: StorePaths; lock: HeldLock },
  resumedBytes: number,
  headers: Headers,
): Promise<PartialWriter> => {
  let bytes = resumedBytes;
  try {
    if (resumedBytes === 0) {
      await discardPartial(paths);
      // Without the record nothing is continued.
      if (!isEncoded(headers)) {
        await writeJsonRecord(paths.partialRecord, {
          url: file.url,
          validator: validatorOf(headers),
        });
      }
    }
    const handle = await open(paths.partial, 'a');
    let isOpen = true;
    const close = async (): Promise<void> => {
      if (!isOpen) return;
      isOpen = false;
      await handle.close();
    };
    return {
      get bytes() {
        return bytes;
      },
      async write(chunk) {
        await lock.confirm();
        try {
          await handle.appendFile(chunk);
        } catch (error) {
          await close();
          // A full disk is not helped by half a model.
          await discardPartial(paths);
          throw toStoreError(error, paths.partial);
        }
        bytes += chunk.byteLength;
      },
      sync: () => handle.sync(),
      close,
    };
  } catch (error) {
    // The record may have been what filled the disk.
    await discardPartial(paths).catch(() => undefined);
    throw toStoreError(error, paths.partial);
  }
};
