import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import { EXIF_ORIENTATIONS } from './exif-orientation.js';
import type { PixelBuffer } from './frame.js';
import {
  PIXEL_FORMATS,
  PLANE_SHAPES,
  planeSize,
  requiredBytes,
  YUV_MATRICES,
  YUV_RANGES,
} from './pixel-format.js';

const fail = (argument: string, expected: string, actual: string): never => {
  throw new InvalidArgumentError({ argument, expected, actual });
};

const checkOneOf = (argument: string, allowed: readonly unknown[], value: unknown): void => {
  if (!allowed.includes(value)) fail(argument, `one of ${allowed.join(', ')}`, String(value));
};

const checkSize = (argument: string, value: number): void => {
  if (Number.isSafeInteger(value) && value >= 1) return;
  fail(argument, 'a positive integer (pixels)', String(value));
};

const checkPlanes = ({ format, width, height, planes }: PixelBuffer): void => {
  const expected = PLANE_SHAPES[format].length;
  if (planes.length !== expected) {
    fail(
      'planes',
      `${String(expected)} planes for ${format}`,
      `a list of ${String(planes.length)}`,
    );
  }
  planes.forEach(({ offset, stride }, index) => {
    const { rowBytes } = planeSize(format, index, width, height);
    const isWhole = Number.isSafeInteger(offset) && Number.isSafeInteger(stride);
    if (isWhole && offset >= 0 && stride >= rowBytes) return;
    fail(
      `planes[${String(index)}]`,
      `an offset of 0 or more and a stride of at least ${String(rowBytes)} bytes`,
      `offset ${String(offset)}, stride ${String(stride)}`,
    );
  });
};

/** By name, for arrays of another realm are no instances of ours. */
const typeOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

/** Whether the memory was transferred away; `ArrayBuffer.detached` is newer than the supported runtimes. */
const isDetached = (buffer: ArrayBufferLike): boolean => {
  try {
    new Uint8Array(buffer);
    return false;
  } catch {
    return true;
  }
};

const checkData = ({ format, width, height, planes, data }: PixelBuffer): void => {
  const type = typeOf(data);
  if (type !== 'Uint8Array' && type !== 'Uint8ClampedArray') {
    fail('data', 'a Uint8Array or Uint8ClampedArray', type);
  }
  const bytes = requiredBytes(format, width, height, planes);
  if (data.byteLength >= bytes) return;
  const expected = `at least ${String(bytes)} bytes for ${String(width)}x${String(height)} ${format}`;
  if (data.byteLength > 0 || !isDetached(data.buffer)) {
    fail('data', expected, `${String(data.byteLength)} bytes`);
  }
  throw new InvalidArgumentError({
    argument: 'data',
    expected,
    actual: 'gone: the buffer is detached',
    remedy: 'Hand over the pixels before their buffer is transferred, or transfer a copy.',
  });
};

/**
 * Checks that pixels can be read as they are described. Whatever reads pixels that a caller built calls it.
 *
 * @throws InvalidArgumentError naming the field: a format, matrix, range or orientation that does not exist, a
 * size or planes that do not fit, no bytes or too few of them, or a buffer that is detached.
 */
export const checkPixels = (pixels: PixelBuffer): void => {
  checkOneOf('format', PIXEL_FORMATS, pixels.format);
  checkSize('width', pixels.width);
  checkSize('height', pixels.height);
  checkOneOf('yuvMatrix', YUV_MATRICES, pixels.yuvMatrix);
  checkOneOf('yuvRange', YUV_RANGES, pixels.yuvRange);
  checkOneOf('orientation', EXIF_ORIENTATIONS, pixels.orientation);
  checkPlanes(pixels);
  checkData(pixels);
};
