import { createFrame, EXIF_ORIENTATIONS, type Frame, InvalidArgumentError } from '@ocelli/core';
import { detectImageSignature, ImageDecodeError } from '@ocelli/core/runtime';
import type sharpFactory from 'sharp';
import type { Metadata, Sharp } from 'sharp';

import { cmykToRgb } from './cmyk-to-rgb.js';
import { isSrgbProfile } from './is-srgb-profile.js';
import { plainJpegSize } from './plain-jpeg-size.js';
import { readImageFile } from './read-image-file.js';

export interface DecodeImageOptions {
  /** Pictures with more pixels are refused from their header, undecoded. Default 100,000,000. */
  readonly maxPixels?: number;
  /**
   * Turn the pixels upright here. Default false: `frame.orientation` carries the EXIF value and the
   * preprocessing reads the pixels through it, which is as exact and saves a copy of the whole picture.
   */
  readonly applyOrientation?: boolean;
  readonly signal?: AbortSignal;
}

const DEFAULT_MAX_PIXELS = 100_000_000;

/** Rejects as soon as the signal aborts; the work itself goes on and its result is dropped. */
const orAborted = async <T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
  if (signal === undefined) return work;
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => {
      // The reason is the caller's own value and is handed on as it is.
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
};

const loadSharp = async (source: string): Promise<typeof sharpFactory> => {
  try {
    // On first use: who only classifies camera frames never loads libvips.
    return (await import('sharp')).default;
  } catch (cause) {
    throw new ImageDecodeError({
      source,
      reason: 'no-decoder',
      detail: 'sharp cannot be loaded',
      cause,
    });
  }
};

const checkSignature = (bytes: Uint8Array, source: string): void => {
  if (bytes.length === 0) {
    throw new ImageDecodeError({ source, reason: 'empty', detail: 'it has 0 bytes' });
  }
  const signature = detectImageSignature(bytes);
  if (signature === undefined) {
    throw new ImageDecodeError({
      source,
      reason: 'not-an-image',
      detail: 'its first bytes are not those of an image',
    });
  }
  if (!signature.isSupported) {
    throw new ImageDecodeError({
      source,
      reason: 'unsupported',
      detail: `it is a ${signature.format} file`,
    });
  }
};

/** Colour spaces, as libvips names them, whose way to RGB is that of Pillow; Lab and others have none. */
const SPACES: readonly string[] = ['srgb', 'rgb', 'rgb16', 'b-w', 'grey16', 'cmyk'];

const checkSize = (
  { width, height }: { readonly width: number; readonly height: number },
  maxPixels: number,
  source: string,
): void => {
  if (width * height <= maxPixels) return;
  throw new ImageDecodeError({
    source,
    reason: 'too-large',
    detail: `it has ${String(width)}x${String(height)} pixels, more than maxPixels ${String(maxPixels)}`,
  });
};

const checkHeader = (metadata: Metadata, source: string): void => {
  const { depth, space } = metadata;
  if (depth !== 'uchar' && depth !== 'ushort') {
    throw new ImageDecodeError({
      source,
      reason: 'unsupported',
      detail: `its channels are stored as ${String(depth)}`,
    });
  }
  if (!SPACES.includes(space)) {
    throw new ImageDecodeError({
      source,
      reason: 'unsupported',
      detail: `its colours are stored as ${space}`,
    });
  }
};

/** libvips keeps the complaints of a process in one place, where decodes at the same time take each other's. */
const NO_COMPLAINT = /^(unknown error)?$/i;

/** Which class of libvips complains, which tells a caller nothing: `VipsJpeg: `. */
const VIPS_CLASS = /^vips\w*: */i;

/** Damaged data surfaces as the decoder's own message, one line per complaint. */
const damaged = (source: string, cause: unknown): ImageDecodeError => {
  const [first = ''] = String((cause as Error).message)
    .replace(VIPS_CLASS, '')
    .split('\n');
  const complaint = NO_COMPLAINT.test(first.trim()) ? 'its data ends early or is damaged' : first;
  // What libvips says of Lab in 8 bits, which it does not read.
  const reason = complaint.includes('bad labq format') ? 'unsupported' : 'truncated';
  return new ImageDecodeError({ source, reason, detail: complaint.trim(), cause });
};

/** Chooses the conversion to 8-bit gray or RGB; see `decodeImage` for the rules. */
const planPipeline = (
  image: Sharp,
  { space, icc, hasAlpha }: Metadata,
): { pipeline: Sharp; isCmyk: boolean } => {
  const opaque = hasAlpha ? image.removeAlpha() : image;
  if (icc === undefined && space === 'cmyk') {
    return {
      pipeline: opaque.pipelineColourspace('cmyk').toColourspace('cmyk'),
      isCmyk: true,
    };
  }
  const isGray = icc === undefined && (space === 'b-w' || space === 'grey16');
  return { pipeline: isGray ? opaque.toColourspace('b-w') : opaque, isCmyk: false };
};

/** Pixels of a CMYK picture as RGB; of 16-bit channels the high byte counts. */
const rgbOfCmyk = (data: Buffer, depth: Metadata['depth']): Uint8Array => {
  if (depth !== 'ushort') return cmykToRgb(data);
  const samples = new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
  return cmykToRgb(Uint8Array.from(samples, (sample) => sample >> 8));
};

interface DecodeRequest {
  readonly bytes: Uint8Array;
  readonly source: string;
  readonly maxPixels: number;
  readonly applyOrientation: boolean;
}

type OpenSharp = (ignoreIcc: boolean) => Sharp;

/** A JPEG of which everything is known: asking sharp for its header would cost a tenth of the decoding. */
const decodePlainJpeg = async (open: OpenSharp): Promise<Frame> => {
  const { data, info } = await open(true).raw().toBuffer({ resolveWithObject: true });
  return createFrame({ width: info.width, height: info.height, format: 'rgb', data });
};

const decodeByHeader = async (
  open: OpenSharp,
  metadata: Metadata,
  applyOrientation: boolean,
): Promise<Frame> => {
  const image = open(metadata.icc === undefined || isSrgbProfile(metadata.icc));
  const { pipeline, isCmyk } = planPipeline(image, metadata);
  const upright = applyOrientation ? pipeline.autoOrient() : pipeline;
  // Only CMYK is taken as it is stored; everything else is converted to 8 bits by libvips.
  const depth = isCmyk ? metadata.depth : 'uchar';
  const { data, info } = await upright.raw({ depth }).toBuffer({ resolveWithObject: true });
  const stored = EXIF_ORIENTATIONS.find((value) => value === metadata.orientation) ?? 1;
  return createFrame({
    width: info.width,
    height: info.height,
    format: info.channels === 1 ? 'gray' : 'rgb',
    data: isCmyk ? rgbOfCmyk(data, depth) : data,
    orientation: applyOrientation ? 1 : stored,
  });
};

const decode = async (request: DecodeRequest): Promise<Frame> => {
  const { bytes, source, maxPixels, applyOrientation } = request;
  checkSignature(bytes, source);
  const sharp = await loadSharp(source);
  // Warnings pass, as they do in Pillow; missing data does not.
  const open: OpenSharp = (ignoreIcc) =>
    sharp(bytes, { failOn: 'error', limitInputPixels: maxPixels, ignoreIcc });
  const plainSize = plainJpegSize(bytes);
  if (plainSize !== undefined) checkSize(plainSize, maxPixels, source);
  try {
    if (plainSize !== undefined) return await decodePlainJpeg(open);
    const metadata = await sharp(bytes, { limitInputPixels: false }).metadata();
    checkSize(metadata, maxPixels, source);
    checkHeader(metadata, source);
    return await decodeByHeader(open, metadata, applyOrientation);
  } catch (cause) {
    throw ImageDecodeError.isInstance(cause) ? cause : damaged(source, cause);
  }
};

/**
 * Decodes an image file or its bytes into a frame: `gray` for pictures with one channel and no colour
 * profile, `rgb` otherwise. JPEG, PNG, WebP, AVIF, TIFF and the first frame of GIF.
 *
 * The pixels are those of Pillow's `Image.open(f).convert('RGB')`: alpha is dropped, not blended;
 * palettes are expanded; 16-bit channels keep their high byte; CMYK without a profile is converted by
 * Pillow's formula. In two places they are better than Pillow's: an embedded profile other than sRGB
 * is applied (Pillow ignores it), and 16-bit gray is scaled (Pillow clips it to white).
 *
 * Decoding runs on a thread of libvips, not on the event loop. No global setting of sharp is changed.
 *
 * @throws ImageDecodeError with the reason as data, InvalidArgumentError for a bad `input` or `maxPixels`, or the
 * signal's reason.
 *
 * @example
 * using frame = await decodeImage('photo.jpg');
 */
export const decodeImage = async (
  input: string | Uint8Array,
  options: DecodeImageOptions = {},
): Promise<Frame> => {
  const { maxPixels = DEFAULT_MAX_PIXELS, applyOrientation = false, signal } = options;
  if (!Number.isSafeInteger(maxPixels) || maxPixels < 1) {
    throw new InvalidArgumentError({
      argument: 'options.maxPixels',
      expected: 'a positive integer',
      actual: String(maxPixels),
    });
  }
  signal?.throwIfAborted();
  const isPath = typeof input === 'string';
  if (!isPath && !((input as unknown) instanceof Uint8Array)) {
    throw new InvalidArgumentError({
      argument: 'input',
      expected: 'a path or a Uint8Array of the bytes of an image file',
      actual: Object.prototype.toString.call(input).slice(8, -1),
    });
  }
  const source = isPath ? input : 'buffer';
  const run = async (): Promise<Frame> => {
    const bytes = isPath ? await readImageFile(input, signal) : input;
    return decode({ bytes, source, maxPixels, applyOrientation });
  };
  return orAborted(run(), signal);
};
