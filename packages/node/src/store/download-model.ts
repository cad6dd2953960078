import { setTimeout as sleep } from 'node:timers/promises';

import type { DownloadProgress, ModelFile } from '@ocelli/core';

import { detectTextAnswer } from './detect-text-answer.js';
import { ModelDownloadError, ModelIntegrityError } from './model-store-errors.js';
import {
  discardPartial,
  openPartial,
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

/** A complete download, lying at `paths.partial`, not yet compared with the card. */
export interface CompletedDownload {
  readonly sha256: string;
  readonly bytes: number;
  /** Whether it was put together from two or more answers. */
  readonly isResumed: boolean;
}

const TRANSIENT_STATUS = [408, 425, 429, 500, 502, 503, 504];

/** Aborts when the caller does, or when nothing has arrived for too long. */
const createWatchdog = (
  url: string,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): { signal: AbortSignal; feed: () => void; stop: () => void } => {
  const stalled = new AbortController();
  const onTimeout = (): void => {
    stalled.abort(
      new ModelDownloadError({
        url,
        reason: 'stalled',
        detail: `nothing has arrived for ${String(timeoutMs)} ms`,
      }),
    );
  };
  let timer = setTimeout(onTimeout, timeoutMs);
  return {
    signal: signal === undefined ? stalled.signal : AbortSignal.any([signal, stalled.signal]),
    feed: () => {
      clearTimeout(timer);
      timer = setTimeout(onTimeout, timeoutMs);
    },
    stop: () => {
      clearTimeout(timer);
      // Lets the connection go when the body was not read to its end.
      stalled.abort();
    },
  };
};

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
    if (range?.startsWith(`bytes ${String(resumedBytes)}-`) === true) return resumedBytes;
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
  watchdog: { signal: AbortSignal; feed: () => void },
  onProgress: DownloadOptions['onProgress'],
): Promise<void> => {
  const length = response.headers.get('content-length');
  const totalBytes = length === null ? file.bytes : writer.bytes + Number(length);
  const reader = response.body?.getReader();
  for (;;) {
    let chunk: Uint8Array | undefined;
    try {
      chunk = (await reader?.read())?.value;
    } catch (error) {
      watchdog.signal.throwIfAborted();
      throw new ModelDownloadError({
        url: file.url,
        reason: 'interrupted',
        detail: `the connection broke after ${String(writer.bytes)} bytes: ${messageOf(error)}`,
        cause: error,
      });
    }
    if (chunk === undefined) break;
    watchdog.feed();
    if (writer.bytes === 0) {
      const text = detectTextAnswer(chunk);
      if (text !== undefined) throw notAModel(file.url, text);
      if (length !== null) checkSize(file, Number(length), true, settings.maxBytes);
    }
    checkSize(file, writer.bytes + chunk.byteLength, false, settings.maxBytes);
    await writer.write(chunk);
    onProgress?.({ url: file.url, receivedBytes: writer.bytes, totalBytes });
  }
  if (writer.bytes === 0) throw notAModel(file.url, 'an empty file');
  checkSize(file, writer.bytes, true, settings.maxBytes);
};

const attempt = async (
  file: ModelFile,
  paths: StorePaths,
  settings: DownloadSettings,
  { signal, onProgress }: DownloadOptions,
): Promise<CompletedDownload> => {
  const resume = await readPartial(paths, file);
  const watchdog = createWatchdog(file.url, settings.stallTimeoutMs, signal);
  try {
    const response = await request(file, resume, settings.fetch, watchdog.signal);
    const offset = await bodyOffset(response, paths, file.url, resume?.bytes ?? 0);
    const writer = await openPartial(paths, file, offset, response.headers, signal);
    try {
      await receive(response, file, writer, settings, watchdog, onProgress);
      const sha256 = await writer.finish();
      return { sha256, bytes: writer.bytes, isResumed: offset > 0 };
    } finally {
      await writer.close();
    }
  } finally {
    watchdog.stop();
  }
};

/**
 * Downloads a model file to its partial path: continues what an earlier call left, tries transient
 * failures again with doubled pauses, and stops early at text answers and wrong sizes.
 *
 * @throws ModelDownloadError, ModelIntegrityError for a wrong size, ModelStoreError, or the signal's reason.
 */
export const downloadModel = async (
  file: ModelFile,
  paths: StorePaths,
  settings: DownloadSettings,
  options: DownloadOptions,
): Promise<CompletedDownload> => {
  for (let retry = 0; ; retry++) {
    try {
      return await attempt(file, paths, settings, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      const isTransient = ModelDownloadError.isInstance(error) && error.isTransient;
      if (!isTransient || retry >= settings.retries) {
        // What is kept is only what a later call can continue.
        if (!isTransient) await discardPartial(paths);
        throw error;
      }
      await sleep(settings.retryDelayMs * 2 ** retry, undefined, {
        signal: options.signal,
      }).catch(() => undefined);
      options.signal?.throwIfAborted();
    }
  }
};
