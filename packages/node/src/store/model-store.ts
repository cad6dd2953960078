import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import type { ModelFile, ModelSource } from '@ocelli/core';

import { acceptDownload, quarantine } from './accept-download.js';
import { defaultModelDirectory } from './default-model-directory.js';
import {
  type CompletedDownload,
  type DownloadJob,
  downloadModel,
  type DownloadOptions,
  type DownloadSettings,
} from './download-model.js';
import { hashFile } from './file-hash.js';
import { LockLostError, withFileLock } from './file-lock.js';
import { checkModelFile, localPath } from './local-path.js';
import { fingerprintFile, readModelRecord, writeJsonRecord } from './model-record.js';
import { toStoreError } from './model-store-errors.js';
import { discardPartial, partialBytes } from './partial-download.js';
import { MODELS_FOLDER, type StorePaths, storePaths } from './store-layout.js';
import { verifyLocalModel } from './verify-local-model.js';

export interface ModelStoreOptions {
  /** Where models are kept. Default: `ocelli/models` in the user's cache folder. */
  readonly directory?: string;
  /** Makes the requests. Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
  /** Larger files are refused. Default 4 GiB. */
  readonly maxBytes?: number;
  /** A download from which nothing arrives for so long is broken off. Default 30,000. */
  readonly stallTimeoutMs?: number;
  /** How often a transient failure is tried again. Default 3. */
  readonly retries?: number;
  /** Pause before the first retry; it doubles with each further one. Default 500. */
  readonly retryDelayMs?: number;
}

/** A model file that is in the store. */
export interface StoredModel {
  readonly path: string;
  readonly url: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** Model files on disk: downloaded once, verified, and used without a network after that. */
export interface ModelStore {
  readonly directory: string;
  /**
   * Gives the path of a model file, downloaded first when it is not in the store. Files that are in the
   * store cause no request. URLs are http, https or file; anything without a scheme is a path.
   *
   * @throws ModelDownloadError, ModelIntegrityError, ModelStoreError, InvalidArgumentError, or the
   * signal's reason.
   */
  fetch(file: ModelFile, options?: DownloadOptions): Promise<ModelSource & { kind: 'file' }>;
  /** Whether `fetch` would succeed without a request. */
  isCached(file: ModelFile): Promise<boolean>;
  list(): Promise<readonly StoredModel[]>;
  /**
   * Deletes a file and what has arrived of it; false when it was not in the store. Waits for a download of
   * it that is under way.
   *
   * @throws ModelStoreError, InvalidArgumentError
   */
  remove(file: ModelFile): Promise<boolean>;
}

/** True when the store holds verified bytes for `file`. Reads them only when they may have changed. */
const isVerified = async (
  file: ModelFile,
  paths: StorePaths,
  signal?: AbortSignal,
): Promise<boolean> => {
  const fingerprint = await fingerprintFile(paths.model);
  if (fingerprint === undefined) return false;
  const record = await readModelRecord(paths.record);
  const expected = file.sha256?.toLowerCase() ?? record?.sha256;
  if (expected === undefined) return false;
  if (record?.fingerprint === fingerprint && record.sha256 === expected) return true;
  const actual = await hashFile(paths.model, signal);
  if (actual !== expected) return false;
  const bytes = Number(fingerprint.split(' ')[0]);
  await writeJsonRecord(paths.record, { url: file.url, sha256: actual, bytes, fingerprint }).catch(
    // A store that can only be read still serves what it holds; it hashes again next time.
    () => undefined,
  );
  return true;
};

const downloadIntoStore = async (
  job: DownloadJob,
  settings: DownloadSettings,
  options: DownloadOptions,
): Promise<void> => {
  const { file, paths } = job;
  if (await isVerified(file, paths, options.signal)) return;
  await mkdir(dirname(paths.model), { recursive: true });
  await mkdir(dirname(paths.partial), { recursive: true });
  if ((await fingerprintFile(paths.model)) !== undefined) {
    const actual = await hashFile(paths.model, options.signal);
    const expected = file.sha256 ?? 'of its record';
    await quarantine(paths.model, paths, file.url, expected, actual);
  }
  const hasOtherBytes = ({ sha256 }: CompletedDownload): boolean =>
    file.sha256 !== undefined && sha256 !== file.sha256.toLowerCase();
  let completed = await downloadModel(job, settings, options);
  if (completed.isResumed && hasOtherBytes(completed)) {
    // The two pieces may be of two versions of the file; one clean download tells.
    await discardPartial(paths);
    completed = await downloadModel(job, settings, options);
  }
  await acceptDownload(job, completed);
};

/** Downloads under the file's lock; begins anew when another process took the lock over meanwhile. */
const downloadLocked = async (
  file: ModelFile,
  paths: StorePaths,
  settings: DownloadSettings,
  options: DownloadOptions,
): Promise<void> => {
  for (;;) {
    try {
      await withFileLock(
        paths.lock,
        (lock) => downloadIntoStore({ file, paths, lock }, settings, options),
        options.signal,
      );
      return;
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!(error instanceof LockLostError)) throw error;
    }
  }
};

const removeModel = async (file: ModelFile, paths: StorePaths): Promise<boolean> => {
  const wasStored = (await fingerprintFile(paths.model)) !== undefined;
  // A folder that was never made is not made for this.
  if (!wasStored && (await partialBytes(paths)) === 0) return false;
  return withFileLock(paths.lock, async () => {
    await rm(paths.model, { force: true });
    await rm(paths.record, { force: true });
    await discardPartial(paths);
    return wasStored;
  });
};

const listModels = async (directory: string): Promise<readonly StoredModel[]> => {
  const folder = join(directory, MODELS_FOLDER);
  const names = await readdir(folder).catch(() => []);
  const models = await Promise.all(
    names
      .filter((name) => name.endsWith('.onnx'))
      .sort()
      .map(async (name) => {
        const path = join(folder, name);
        const record = await readModelRecord(path.replace(/\.onnx$/, '.json'));
        if (record === undefined) return [];
        const { url, sha256, bytes } = record;
        return [{ path, url, sha256, bytes }];
      }),
  );
  return models.flat();
};

/**
 * Creates a model store: a folder of verified model files.
 *
 * A download is continued after an interruption, written beside its final name, hashed as it lies on the
 * disk, and renamed only when its SHA-256 is the card's. Bytes with another hash go to `quarantine/` and are
 * never loaded. Two processes that ask for the same file download it once. Nothing is touched before the
 * first call.
 *
 * @example
 * const store = createModelStore();
 * const { path } = await store.fetch(card.variants[0].file, { signal });
 */
export const createModelStore = (options: ModelStoreOptions = {}): ModelStore => {
  const directory = resolve(options.directory ?? defaultModelDirectory());
  const settings: DownloadSettings = {
    fetch: options.fetch ?? ((...request) => globalThis.fetch(...request)),
    maxBytes: options.maxBytes ?? 4 * 2 ** 30,
    stallTimeoutMs: options.stallTimeoutMs ?? 30_000,
    retries: options.retries ?? 3,
    retryDelayMs: options.retryDelayMs ?? 500,
  };
  return {
    directory,
    async fetch(file, fetchOptions = {}) {
      checkModelFile(file);
      const { signal } = fetchOptions;
      signal?.throwIfAborted();
      const local = localPath(file.url);
      if (local !== undefined) {
        await verifyLocalModel(local, file, signal);
        return { kind: 'file', path: local };
      }
      const paths = storePaths(directory, file);
      if (!(await isVerified(file, paths, signal))) {
        try {
          await downloadLocked(file, paths, settings, fetchOptions);
        } catch (error) {
          signal?.throwIfAborted();
          throw toStoreError(error, directory);
        }
      }
      return { kind: 'file', path: paths.model };
    },
    async isCached(file) {
      checkModelFile(file);
      const local = localPath(file.url);
      if (local !== undefined) return (await fingerprintFile(local)) !== undefined;
      return isVerified(file, storePaths(directory, file));
    },
    list: () => listModels(directory),
    async remove(file) {
      checkModelFile(file);
      try {
        return await removeModel(file, storePaths(directory, file));
      } catch (error) {
        throw toStoreError(error, directory);
      }
    },
  };
};
