import { InvalidArgumentError, type ModelFile } from '@ocelli/core';
import { ModelIntegrityError } from '@ocelli/core/runtime';
import { checkSecureContext } from '../insecure-context-error.js';
import type { ModelBytes } from '../backend/load-request.js';
import { downloadBytes, type DownloadOptions } from './download-bytes.js';

export interface ModelCacheOptions {
  /** Name of the cache in the page's Cache Storage. Default `ocelli-models`. */
  readonly name?: string;
  /** Larger files are refused. Default 1 GiB. */
  readonly maxBytes?: number;
  /** Default: the page's own. */
  readonly fetch?: typeof globalThis.fetch;
  /** Told when a file was fetched but could not be kept: no room, or no storage in this browser mode. */
  readonly onNotKept?: (error: unknown) => void;
}

/** Model files of a page, kept by the hash of their bytes. */
export interface ModelCache {
  /**
   * Gives the bytes of a file: from the cache when it holds these bytes, else from the network. Bytes that
   * are not those of the file's hash are neither given nor kept; a file without a hash is never kept.
   *
   * @throws ModelDownloadError, ModelIntegrityError, InsecureContextError for a file with a hash on a page
   * that is not secure, InvalidArgumentError, or the signal's reason.
   */
  fetch(file: ModelFile, options?: DownloadOptions): Promise<ModelBytes>;
  /** Whether the cache holds this file, so that it can be loaded without a network. */
  has(file: ModelFile): Promise<boolean>;
  /** Forgets every file. */
  clear(): Promise<void>;
}

const DEFAULT_NAME = 'ocelli-models';
const DEFAULT_MAX_BYTES = 2 ** 30;
const SHA256 = /^[0-9a-f]{64}$/;

const sha256Of = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
};

/** What Cache Storage files the bytes under; nothing is ever requested from this address. */
const cacheKey = (sha256: string): string =>
  new URL(`/ocelli-models/${sha256}`, globalThis.location.origin).href;

const checkFile = ({ url, sha256 }: ModelFile): void => {
  const isUrl = typeof url === 'string' && url !== '';
  if (isUrl && (sha256 === undefined || SHA256.test(sha256))) return;
  throw new InvalidArgumentError({
    argument: isUrl ? 'file.sha256' : 'file.url',
    expected: isUrl ? '64 lower-case hexadecimal digits' : 'the URL of a model file',
    actual: `"${String(isUrl ? sha256 : url)}"`,
  });
};

/**
 * Creates a cache over the page's Cache Storage: a model that was loaded once loads again without a
 * network.
 *
 * @example
 * const models = createModelCache({ name: 'my-app' });
 * const backend = createWebBackend({ models });
 */
export const createModelCache = ({
  name = DEFAULT_NAME,
  maxBytes = DEFAULT_MAX_BYTES,
  fetch = (...request) => globalThis.fetch(...request),
  onNotKept,
}: ModelCacheOptions = {}): ModelCache => {
  const findKept = async (sha256: string): Promise<Uint8Array<ArrayBuffer> | undefined> => {
    try {
      const cache = await caches.open(name);
      const kept = await cache.match(cacheKey(sha256));
      if (kept === undefined) return undefined;
      const bytes = new Uint8Array(await kept.arrayBuffer());
      if ((await sha256Of(bytes)) === sha256) return bytes;
      await cache.delete(cacheKey(sha256));
    } catch (error) {
      // Without storage the network is left; that it cannot be kept is told after the download.
      if (!(error instanceof DOMException)) throw error;
    }
    return undefined;
  };
  const keep = async (sha256: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    try {
      const cache = await caches.open(name);
      const headers = { 'content-type': 'application/octet-stream' };
      await cache.put(cacheKey(sha256), new Response(bytes, { headers }));
    } catch (error) {
      onNotKept?.(error);
    }
  };
  return {
    fetch: async (file, options = {}) => {
      checkFile(file);
      const { signal } = options;
      signal?.throwIfAborted();
      const url = new URL(file.url, globalThis.location.href).href;
      const { sha256 } = file;
      if (sha256 === undefined) {
        return {
          kind: 'bytes',
          bytes: await downloadBytes({ ...file, url }, { fetch, maxBytes }, options),
        };
      }
      checkSecureContext('the check of a model file against its hash');
      const kept = await findKept(sha256);
      signal?.throwIfAborted();
      if (kept !== undefined) return { kind: 'bytes', bytes: kept };
      const bytes = await downloadBytes({ ...file, url }, { fetch, maxBytes }, options);
      const actual = await sha256Of(bytes);
      if (actual !== sha256) {
        throw new ModelIntegrityError({
          source: url,
          expected: `sha256 ${sha256}`,
          actual: `sha256 ${actual}`,
        });
      }
      await keep(sha256, bytes);
      signal?.throwIfAborted();
      return { kind: 'bytes', bytes };
    },
    has: async ({ sha256 }) => {
      if (sha256 === undefined || !globalThis.isSecureContext) return false;
      const cache = await caches.open(name);
      return (await cache.match(cacheKey(sha256))) !== undefined;
    },
    clear: async () => {
      await caches.delete(name);
    },
  };
};
