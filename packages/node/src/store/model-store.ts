import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { InvalidArgumentError, type ModelFile, type ModelSource } from '@ocelli/core';

import { defaultModelDirectory } from './default-model-directory.js';
import {
  type CompletedDownload,
  downloadModel,
  type DownloadOptions,
  type DownloadSettings,
} from './download-model.js';
import { hashFile } from './file-hash.js';
import { withFileLock } from './file-lock.js';
import { fingerprintFile, readModelRecord, writeJsonRecord } from './model-record.js';
import { ModelDownloadError, ModelIntegrityError, toStoreError } from './model-store-errors.js';
import { discardPartial } from './partial-download.js';
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
  /** Deletes a file and what has arrived of it; false when it was not in the store. */
  remove(file: ModelFile): Promise<boolean>;
}

/** The path that a URL names on this machine; undefined for http and https. */
const localPath = (url: string): string | undefined => {
  // One letter before the colon is a drive.
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined) return resolve(url);
  if (scheme === 'file') return fileURLToPath(url);
  if (scheme === 'http' || scheme === 'https') return undefined;
  throw new ModelDownloadError({
    url,
    reason: 'unsupported-url',
    detail: `the scheme ${scheme} is not supported`,
  });
};

const checkHash = ({ sha256 }: ModelFile): void => {
  // It becomes a file name, so it must be nothing but a hash.
  if (sha256 === undefined || /^[0-9a-f]{64}$/i.test(sha256)) return;
  throw new InvalidArgumentError({
    argument: 'file.sha256',
    expected: '64 hexadecimal digits',
    actual: JSON.stringify(sha256),
  });
};

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
  const actual = (await hashFile(paths.model, signal)).digest('hex');
  if (actual !== expected) return false;
  const bytes = Number(fingerprint.split(' ')[0]);
  await writeJsonRecord(paths.record, { url: file.url, sha256: actual, bytes, fingerprint }).catch(
    // A store that can only be read still serves what it holds; it hashes again next time.
    () => undefined,
  );
  return true;
};

/** Puts a bad file aside, with the reason beside it. */
const quarantine = async (
  path: string,
  paths: StorePaths,
  url: string,
  expected: string,
  actual: string,
): Promise<string> => {
  await mkdir(paths.quarantine, { recursive: true });
  // Named by its bytes: the same bad file is kept once, however often it is fetched.
  const target = join(paths.quarantine, `${actual}.bin`);
  await rename(path, target);
  const reason = { url, expected: `sha256 ${expected}`, actual: `sha256 ${actual}` };
  await writeFile(`${target}.json`, `${JSON.stringify(reason, undefined, 2)}\n`);
  return target;
};

/** Makes a rename last: without it a power cut may forget the new name. */
const syncDirectory = async (path: string): Promise<void> => {
  try {
    const directory = await open(path, 'r');
    await directory.sync().finally(() => directory.close());
  } catch {
    // Windows cannot open a folder; its file system keeps the order itself.
  }
};

/** Compares a finished download with the card and gives it its final name. */
const accept = async (
  file: ModelFile,
  paths: StorePaths,
  { sha256, bytes }: CompletedDownload,
): Promise<void> => {
  const expected = file.sha256?.toLowerCase();
  if (expected !== undefined && sha256 !== expected) {
    const aside = await quarantine(paths.partial, paths, file.url, expected, sha256);
    await discardPartial(paths);
    throw new ModelIntegrityError({
      source: file.url,
      expected: `sha256 ${expected}`,
      actual: `sha256 ${sha256}`,
      quarantinedAt: aside,
    });
  }
  await rename(paths.partial, paths.model);
  await syncDirectory(dirname(paths.model));
  const fingerprint = await fingerprintFile(paths.model);
  await writeJsonRecord(paths.record, { url: file.url, sha256, bytes, fingerprint });
  await discardPartial(paths);
};

const downloadIntoStore = async (
  file: ModelFile,
  paths: StorePaths,
  settings: DownloadSettings,
  options: DownloadOptions,
): Promise<void> => {
  if (await isVerified(file, paths, options.signal)) return;
  await mkdir(dirname(paths.model), { recursive: true });
  await mkdir(dirname(paths.partial), { recursive: true });
  if ((await fingerprintFile(paths.model)) !== undefined) {
    const actual = (await hashFile(paths.model, options.signal)).digest('hex');
    const expected = file.sha256 ?? 'of its record';
    await quarantine(paths.model, paths, file.url, expected, actual);
  }
  const hasOtherBytes = ({ sha256 }: CompletedDownload): boolean =>
    file.sha256 !== undefined && sha256 !== file.sha256.toLowerCase();
  let completed = await downloadModel(file, paths, settings, options);
  if (completed.isResumed && hasOtherBytes(completed)) {
    // The two pieces may be of two versions of the file; one clean download tells.
    await discardPartial(paths);
    completed = await downloadModel(file, paths, settings, options);
  }
  await accept(file, paths, completed);
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
 * A download is hashed while it arrives, continued after an interruption, written beside its final name
 * and renamed only when its SHA-256 is the card's. Bytes with another hash go to `quarantine/` and are
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
      checkHash(file);
      const { signal } = fetchOptions;
      signal?.throwIfAborted();
      const local = localPath(file.url);
      if (local !== undefined) {
        await verifyLocalModel(local, file, signal);
        return { kind: 'file', path: local };
      }
      const paths = storePaths(directory, file);
      if (!(await isVerified(file, paths, signal))) {
        const download = () => downloadIntoStore(file, paths, settings, fetchOptions);
        try {
          await withFileLock(paths.lock, download, signal);
        } catch (error) {
          throw toStoreError(error, directory);
        }
      }
      return { kind: 'file', path: paths.model };
    },
    async isCached(file) {
      checkHash(file);
      const local = localPath(file.url);
      if (local !== undefined) return (await fingerprintFile(local)) !== undefined;
      return isVerified(file, storePaths(directory, file));
    },
    list: () => listModels(directory),
    async remove(file) {
      checkHash(file);
      const paths = storePaths(directory, file);
      const wasStored = (await fingerprintFile(paths.model)) !== undefined;
      await rm(paths.model, { force: true });
      await rm(paths.record, { force: true });
      await discardPartial(paths);
      return wasStored;
    },
  };
};
