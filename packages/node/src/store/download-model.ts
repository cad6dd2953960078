import { setTimeout as sleep } from 'node:timers/promises';

import type { DownloadProgress, ModelFile } from '@ocelli/core';
import { detectTextAnswer, ModelDownloadError, ModelIntegrityError } from '@ocelli/core/runtime';

import { bodyPieces } from './body-pieces.js';
import { createWatchdog, type Watchdog } from './download-watchdog.js';
import { hashFile } from './file-hash.js';
import type { HeldLock } from './file-lock.js';
import {
  discardPartial,
  isEncoded,
  openPartial,
  partialBytes,
  type PartialWriter,
  readPartial,
} from './partial-download.js';
import type { StorePaths } from './store-layout.js';

export interface DownloadSettings {
  readonly fetch: typeof globalThis.fetch;
  readonly maxBytes: number;
  readonly stallTimeoutMs: number;
  readonly retries: number;
  readonly retryDelayMs: number;
}

export interface DownloadOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
}

/** What to download and where to, under the lock that keeps others from it. */
export interface DownloadJob {
  readonly file: ModelFile;
  readonly paths: StorePaths;
  readonly lock: HeldLock;
}

/** A complete download, lying at `paths.partial`, not yet compared with the card. */
export interface CompletedDownload {
  readonly sha256: string;
  readonly bytes: number;
  /** Whether it was put together from two or more answers. */
  readonly isResumed: boolean;
}

const TRANSIENT_STATUS = [408, 425, 429, 500, 502, 503, 504];

const messageOf = (error: unknown): string => {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message} (${cause.message})` : message;
};

const request = async (
  file: ModelFile,
  resume: { bytes: number; validator: string | undefined } | undefined,
  fetch: DownloadSettings['fetch'],
  signal: AbortSignal,
): Promise<Response> => {
  // Compressed bytes would make ranges and Content-Length count something else.
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (resume !== undefined) {
    headers['range'] = `bytes=${String(resume.bytes)}-`;
    if (resume.validator !== undefined) headers['if-range'] = resume.validator;
  }
  try {
    return await fetch(file.url, { headers, signal, redirect: 'follow' });
  } catch (error) {
    signal.throwIfAborted();
    const detail = messageOf(error);
    const reason = detail.includes('redirect') ? 'redirect' : 'network';
    throw new ModelDownloadError({ url: file.url, reason, detail, cause: error });
  }
};

/** Where the answer's body starts in the file: at the end of the partial file, or at 0. */
const bodyOffset = async (
  response: Response,
  paths: StorePaths,
  url: string,
  resumedBytes: number,
): Promise<number> => {
  const { status } = response;
  if (status === 206) {
    const range = response.headers.get('content-range');
    const fits = range?.startsWith(`bytes ${String(resumedBytes)}-`) === true;
    if (fits && !isEncoded(response.headers)) return resumedBytes;
  }
  if (status === 206 || status === 416) {
    await discardPartial(paths);
    throw new ModelDownloadError({
      url,
      reason: 'interrupted',
      detail: 'the server cannot continue the earlier download',
    });
  }
  if (response.ok) return 0;
  throw new ModelDownloadError({
    url,
    reason: TRANSIENT_STATUS.includes(status) ? 'server-error' : 'http-status',
    detail: `the server answered ${String(status)} ${response.statusText}`.trimEnd(),
    status,
  });
};

const checkSize = (file: ModelFile, bytes: number, isTotal: boolean, maxBytes: number): void => {
  if (bytes > maxBytes) {
    throw new ModelDownloadError({
      url: file.url,
      reason: 'too-large',
      detail: `it is larger than maxBytes, ${String(maxBytes)}`,
    });
  }
  const { bytes: expected } = file;
  if (expected !== undefined && (isTotal ? bytes !== expected : bytes > expected)) {
    throw new ModelIntegrityError({
      source: file.url,
      expected: `${String(expected)} bytes`,
      actual: `${String(bytes)} bytes${isTotal ? '' : ' or more'}`,
    });
  }
};

const notAModel = (url: string, what: string): ModelDownloadError =>
  new ModelDownloadError({ url, reason: 'not-a-model', detail: `the server sent ${what}` });

/** Copies the answer's body to the partial file. */
const receive = async (
  response: Response,
  file: ModelFile,
  writer: PartialWriter,
  settings: DownloadSettings,
  watchdog: Watchdog,
  onProgress: DownloadOptions['onProgress'],
): Promise<void> => {
  const announced = isEncoded(response.headers) ? null : response.headers.get('content-length');
  const totalBytes = announced === null ? file.bytes : writer.bytes + Number(announced);
  const interrupted = (cause: unknown): ModelDownloadError =>
    new ModelDownloadError({
      url: file.url,
      reason: 'interrupted',
      detail: `the connection broke after ${String(writer.bytes)} bytes: ${messageOf(cause)}`,
      cause,
    });
  for await (const piece of bodyPieces(response, watchdog, interrupted)) {
    if (writer.bytes === 0) {
      const text = detectTextAnswer(piece);
      if (text !== undefined) throw notAModel(file.url, text);
      if (announced !== null) checkSize(file, Number(announced), true, settings.maxBytes);
    }
    checkSize(file, writer.bytes + piece.byteLength, false, settings.maxBytes);
    await writer.write(piece);
    onProgress?.({ url: file.url, receivedBytes: writer.bytes, totalBytes });
  }
  if (writer.bytes === 0) throw notAModel(file.url, 'an empty file');
  checkSize(file, writer.bytes, true, settings.maxBytes);
};

/** Hashes what lies on the disk, not what went there: only that is what will be loaded. */
const hashPartial = async (
  { file, paths, lock }: DownloadJob,
  bytes: number,
  signal: AbortSignal | undefined,
): Promise<string> => {
  const isWhole = async (): Promise<boolean> => (await partialBytes(paths)) === bytes;
  if (await isWhole()) {
    const sha256 = await hashFile(paths.partial, signal);
    if (await isWhole()) return sha256;
  }
  await lock.confirm(true);
  await discardPartial(paths);
  throw new ModelDownloadError({
    url: file.url,
    reason: 'interrupted',
    detail: `the file on disk has not the ${String(bytes)} bytes that arrived: something else writes to it`,
  });
};

const attempt = async (
  job: DownloadJob,
  settings: DownloadSettings,
  { signal, onProgress }: DownloadOptions,
): Promise<CompletedDownload> => {
  const { file, paths } = job;
  const resume = await readPartial(paths, file);
  const watchdog = createWatchdog(file.url, settings.stallTimeoutMs, signal);
  let writer: PartialWriter | undefined;
  let offset: number;
  try {
    const response = await request(file, resume, settings.fetch, watchdog.signal);
    offset = await bodyOffset(response, paths, file.url, resume?.bytes ?? 0);
    writer = await openPartial(job, offset, response.headers);
    await receive(response, file, writer, settings, watchdog, onProgress);
    await writer.sync();
  } finally {
    watchdog.stop();
    await writer?.close();
  }
  const { bytes } = writer;
  return { sha256: await hashPartial(job, bytes, signal), bytes, isResumed: offset > 0 };
};

/** Whether an error says that the bytes themselves are no good; after any other they can be continued. */
const isOfBytes = (error: unknown): boolean =>
  ModelIntegrityError.isInstance(error) ||
  (ModelDownloadError.isInstance(error) && ['not-a-model', 'too-large'].includes(error.reason));

/**
 * Downloads a model file to its partial path: continues what an earlier call left, tries transient
 * failures again with doubled pauses, and stops early at text answers and wrong sizes. The count of
 * retries starts anew whenever more has arrived than before.
 *
 * @throws ModelDownloadError, ModelIntegrityError for a wrong size, ModelStoreError, LockLostError, or the
 * signal's reason.
 */
export const downloadModel = async (
  job: DownloadJob,
  settings: DownloadSettings,
  options: DownloadOptions,
): Promise<CompletedDownload> => {
  let mostBytes = await partialBytes(job.paths);
  for (let retry = 0; ; retry++) {
    try {
      return await attempt(job, settings, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (isOfBytes(error)) {
        await job.lock.confirm(true);
        await discardPartial(job.paths);
      }
      if (!(ModelDownloadError.isInstance(error) && error.isTransient)) throw error;
      const bytes = await partialBytes(job.paths);
      if (bytes > mostBytes) retry = 0;
      mostBytes = Math.max(mostBytes, bytes);
      if (retry >= settings.retries) throw error;
      await sleep(settings.retryDelayMs * 2 ** retry, undefined, {
        signal: options.signal,
      }).catch(() => undefined);
      options.signal?.throwIfAborted();
    }
  }
};
