import type { DownloadProgress, ModelFile } from '@ocelli/core';
import {
  detectTextAnswer,
  ModelDownloadError,
  ModelIntegrityError,
  TEXT_PROBE_BYTES,
} from '@ocelli/core/runtime';

export interface DownloadOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
}

export interface DownloadSettings {
  readonly fetch: typeof globalThis.fetch;
  readonly maxBytes: number;
}

/** Answers after which the same request may succeed a moment later. */
const TRANSIENT_STATUS = [408, 425, 429, 500, 502, 503, 504];

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const request = async (
  url: string,
  { fetch }: DownloadSettings,
  signal: AbortSignal | undefined,
): Promise<Response> => {
  let response: Response;
  try {
    // The store keeps the bytes by their hash; the browser's own cache may hold an older answer.
    response = await fetch(url, { cache: 'no-cache', ...(signal && { signal }) });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new ModelDownloadError({ url, reason: 'network', detail: messageOf(cause), cause });
  }
  if (response.ok) return response;
  await response.body?.cancel();
  const { status, statusText } = response;
  throw new ModelDownloadError({
    url,
    reason: TRANSIENT_STATUS.includes(status) ? 'server-error' : 'http-status',
    detail: `the server answered ${String(status)} ${statusText}`.trimEnd(),
    status,
  });
};

const checkSize = (file: ModelFile, bytes: number, isTotal: boolean, maxBytes: number): void => {
  const { url, bytes: expected } = file;
  if (bytes > maxBytes) {
    const detail = `it is larger than maxBytes, ${String(maxBytes)}`;
    throw new ModelDownloadError({ url, reason: 'too-large', detail });
  }
  if (expected === undefined || (isTotal ? bytes === expected : bytes <= expected)) return;
  throw new ModelIntegrityError({
    source: url,
    expected: `${String(expected)} bytes`,
    actual: `${String(bytes)} bytes${isTotal ? '' : ' or more'}`,
  });
};

const checkBinary = (url: string, head: Uint8Array): void => {
  const text = detectTextAnswer(head);
  if (text === undefined) return;
  const detail = `the server sent ${text}`;
  throw new ModelDownloadError({ url, reason: 'not-a-model', detail });
};

/** `Content-Length` where it counts the bytes that arrive: not where they are compressed on the way. */
const announcedBytes = ({ headers }: Response): number | undefined => {
  const length = headers.get('content-length');
  return length === null || headers.has('content-encoding') ? undefined : Number(length);
};

/** Collects chunks of unknown total length. */
class ByteCollector {
  #bytes: Uint8Array<ArrayBuffer>;
  length = 0;

  constructor(expected: number) {
    this.#bytes = new Uint8Array(expected);
  }

  add(chunk: Uint8Array): void {
    const end = this.length + chunk.length;
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(end, 2 * this.#bytes.length));
      grown.set(this.#bytes.subarray(0, this.length));
      this.#bytes = grown;
    }
    this.#bytes.set(chunk, this.length);
    this.length = end;
  }

  take(): Uint8Array<ArrayBuffer> {
    return this.length === this.#bytes.length ? this.#bytes : this.#bytes.slice(0, this.length);
  }
}

/**
 * Downloads a file into memory, and stops early at text answers and wrong sizes.
 *
 * @throws ModelDownloadError, ModelIntegrityError for a wrong size, or the signal's reason.
 */
export const downloadBytes = async (
  file: ModelFile,
  settings: DownloadSettings,
  { signal, onProgress }: DownloadOptions,
): Promise<Uint8Array<ArrayBuffer>> => {
  const { url } = file;
  const { maxBytes } = settings;
  const response = await request(url, settings, signal);
  const totalBytes = announcedBytes(response) ?? file.bytes;
  const collector = new ByteCollector(Math.min(totalBytes ?? 0, maxBytes));
  const reader = response.body?.getReader();
  const read = async (): Promise<Uint8Array | undefined> => {
    try {
      return (await reader?.read())?.value;
    } catch (cause) {
      signal?.throwIfAborted();
      const detail = `the connection broke after ${String(collector.length)} bytes: ${messageOf(cause)}`;
      throw new ModelDownloadError({ url, reason: 'interrupted', detail, cause });
    }
  };
  try {
    let isProbed = false;
    for (let chunk = await read(); chunk !== undefined; chunk = await read()) {
      collector.add(chunk);
      if (!isProbed && collector.length >= TEXT_PROBE_BYTES) {
        checkBinary(url, collector.take());
        isProbed = true;
        if (totalBytes !== undefined) checkSize(file, totalBytes, true, maxBytes);
      }
      checkSize(file, collector.length, false, maxBytes);
      onProgress?.({ url, receivedBytes: collector.length, totalBytes });
    }
    const bytes = collector.take();
    if (!isProbed) checkBinary(url, bytes);
    checkSize(file, bytes.length, true, maxBytes);
    return bytes;
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
};
