import { createFrame, type Frame, InvalidArgumentError } from '@ocelli/core';
import { detectImageSignature, ImageDecodeError } from '@ocelli/core/runtime';
import type { ImageReply, ImageRequest } from './image-protocol.js';
import { isTruncated } from './is-truncated.js';

export interface DecodeImageBlobOptions {
  /** Pictures with more pixels are refused. Default 100,000,000. */
  readonly maxPixels?: number;
  /** Capture time of the frame, in microseconds. Default 0. */
  readonly timestampUs?: number;
  readonly signal?: AbortSignal;
}

const DEFAULT_MAX_PIXELS = 100_000_000;

const sourceOf = (blob: Blob): string => (blob instanceof File ? blob.name : 'blob');

const checkBytes = (source: string, bytes: Uint8Array): void => {
  if (bytes.length === 0) {
    throw new ImageDecodeError({ source, reason: 'empty', detail: 'it has 0 bytes' });
  }
  const signature = detectImageSignature(bytes);
  if (signature === undefined) {
    const detail = 'its first bytes are not those of an image';
    throw new ImageDecodeError({ source, reason: 'not-an-image', detail });
  }
  const { format, isSupported } = signature;
  if (!isSupported || format.endsWith('TIFF')) {
    throw new ImageDecodeError({ source, reason: 'unsupported', detail: `it is a ${format} file` });
  }
  if (isTruncated(format, bytes)) {
    throw new ImageDecodeError({ source, reason: 'truncated', detail: 'its data ends early' });
  }
};

/** Decodes in a worker that ends with it: reading pixels out of a canvas takes 50 ms and more of a large photo. */
const decodeInWorker = (
  request: ImageRequest,
  signal: AbortSignal | undefined,
): Promise<ImageReply> => {
  const worker = new Worker(new URL('./image-worker.js', import.meta.url), {
    type: 'module',
    name: 'ocelli-image',
  });
  let abort: (() => void) | undefined;
  return new Promise<ImageReply>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<ImageReply>) => {
      resolve(data);
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      const detail = `its worker failed: ${event.message || 'image-worker.js of @ocelli/web is not served'}`;
      resolve({ kind: 'failed', reason: 'no-decoder', detail });
    });
    abort = () => {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the caller's reason
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort);
    worker.postMessage(request);
  }).finally(() => {
    if (abort !== undefined) signal?.removeEventListener('abort', abort);
    worker.terminate();
  });
};

/**
 * Decodes a picture file that was dropped, pasted or picked into an upright `rgba` frame: JPEG, PNG, WebP,
 * AVIF and GIF (first frame), as far as the browser knows them. EXIF orientation is applied; colours with a
 * profile are converted to sRGB; colours keep their values where the picture is transparent, and alpha is
 * what no preprocessing reads.
 *
 * @throws ImageDecodeError with the reason as data, InvalidArgumentError, or the signal's reason.
 *
 * @example
 * using frame = await decodeImageBlob(input.files[0]);
 */
export const decodeImageBlob = async (
  blob: Blob,
  { maxPixels = DEFAULT_MAX_PIXELS, timestampUs, signal }: DecodeImageBlobOptions = {},
): Promise<Frame> => {
  if (!((blob as unknown) instanceof Blob)) {
    const actual = Object.prototype.toString.call(blob).slice(8, -1);
    throw new InvalidArgumentError({ argument: 'blob', expected: 'a Blob or a File', actual });
  }
  if (!Number.isSafeInteger(maxPixels) || maxPixels < 1) {
    throw new InvalidArgumentError({
      argument: 'options.maxPixels',
      expected: 'a positive integer',
      actual: String(maxPixels),
    });
  }
  signal?.throwIfAborted();
  const source = sourceOf(blob);
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await blob.arrayBuffer());
  } catch (cause) {
    const detail = 'the browser may not read it (any more)';
    throw new ImageDecodeError({ source, reason: 'unreadable', detail, cause });
  }
  checkBytes(source, bytes);
  const reply = await decodeInWorker({ blob, maxPixels }, signal);
  if (reply.kind === 'failed') {
    throw new ImageDecodeError({ source, reason: reply.reason, detail: reply.detail });
  }
  const { width, height, data } = reply;
  return createFrame({
    width,
    height,
    format: 'rgba',
    data,
    ...(timestampUs !== undefined && { timestampUs }),
  });
};
