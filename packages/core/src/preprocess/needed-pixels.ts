import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import { checkPixels } from '../frame/check-pixels.js';
import type { PixelBuffer } from '../frame/frame.js';
import type { PixelFormat } from '../frame/pixel-format.js';
import { packedPlanes, PLANE_SHAPES, planeSize, requiredBytes } from '../frame/pixel-format.js';
import { pictureGeometry, type AxisGeometry, type StoredPicture } from './picture-geometry.js';
import type { PreprocessConfig } from './preprocess-config.js';
import type { PictureExtent, PreprocessOptions } from './preprocessor.js';
import { inputSpan } from './resample-axis.js';

/** A rectangle of stored pixels, before any orientation is applied; whole pixels. */
export interface PixelRectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What `copyNeededPixels` hands to `Preprocessor.run`. */
export interface NeededPixels {
  readonly pixels: PixelBuffer;
  readonly options: PreprocessOptions;
}

/** Positions of the stored axis that an upright axis reads, `[first, end)`. */
const storedSpan = (
  axis: AxisGeometry,
  kernel: PreprocessConfig['kernel'],
  isMirrored: boolean,
): { first: number; end: number } => {
  if (axis.count === 0) return { first: 0, end: 1 };
  const { first, end } = inputSpan(axis, kernel, axis.first, axis.count);
  return isMirrored ? { first: axis.size - end, end: axis.size - first } : { first, end };
};

/**
 * The smallest rectangle of stored pixels that preprocessing this picture reads. For `i420` and `nv12` it
 * begins at even positions, so that it is a picture of its own with whole chroma samples.
 *
 * @throws InvalidArgumentError when the region of interest does not overlap the picture.
 */
export const neededRectangle = (
  config: PreprocessConfig,
  picture: StoredPicture & { readonly format: PixelFormat },
  options: PreprocessOptions = {},
): PixelRectangle => {
  const { turn, horizontal, vertical } = pictureGeometry(config, picture, options.regionOfInterest);
  const upright = [
    storedSpan(horizontal, config.kernel, turn.mirrorsX),
    storedSpan(vertical, config.kernel, turn.mirrorsY),
  ] as const;
  const [columns, rows] = turn.swapsAxes ? [upright[1], upright[0]] : upright;
  const step = Math.max(...PLANE_SHAPES[picture.format].map((plane) => plane.subsampling));
  const x = columns.first - (columns.first % step);
  const y = rows.first - (rows.first % step);
  return { x, y, width: columns.end - x, height: rows.end - y };
};

/**
 * Checks that pixels which are a part of a picture hold the rectangle that is read.
 *
 * @throws InvalidArgumentError when they do not.
 */
export const checkPart = (
  { x, y, width, height }: PictureExtent,
  pixels: PixelBuffer,
  rectangle: PixelRectangle,
): void => {
  const isWithin =
    rectangle.x >= x &&
    rectangle.y >= y &&
    rectangle.x + rectangle.width <= Math.min(width, x + pixels.width) &&
    rectangle.y + rectangle.height <= Math.min(height, y + pixels.height);
  const isAligned = pixels.planes.length === 1 || (x % 2 === 0 && y % 2 === 0);
  if (isWithin && isAligned) return;
  const { x: left, y: top } = rectangle;
  throw new InvalidArgumentError({
    argument: 'options.partOf',
    expected: `a place where the pixels hold ${rectangle.width}x${rectangle.height} at ${left}, ${top}`,
    actual: `${pixels.width}x${pixels.height} at ${x}, ${y}`,
    remedy: 'Pass what copyNeededPixels returned for the same configuration and region.',
  });
};

/**
 * Copies the pixels that preprocessing reads, tightly packed, so that a caller can hand only those to
 * another thread. `preprocessor.run(copy.pixels, output, copy.options)` gives the same bytes as
 * `run(pixels, output, options)`.
 *
 * @param allocate Gives the bytes to copy into; they may be shared memory, and longer than asked for.
 * @throws InvalidArgumentError as `checkPixels` does, when the region of interest does not overlap the picture,
 * or when the pixels are a part of it that does not hold what is needed.
 */
export const copyNeededPixels = (
  config: PreprocessConfig,
  pixels: PixelBuffer,
  options: PreprocessOptions = {},
  allocate: (byteLength: number) => Uint8Array = (byteLength) => new Uint8Array(byteLength),
): NeededPixels => {
  checkPixels(pixels);
  const { format, orientation, yuvMatrix, yuvRange, data: bytes } = pixels;
  const picture = options.partOf ?? { x: 0, y: 0, width: pixels.width, height: pixels.height };
  const { width, height } = picture;
  const needed = neededRectangle(config, { width, height, format, orientation }, options);
  if (options.partOf !== undefined) checkPart(options.partOf, pixels, needed);
  const planes = packedPlanes(format, needed.width, needed.height);
  const data = allocate(requiredBytes(format, needed.width, needed.height, planes));
  PLANE_SHAPES[format].forEach(({ bytesPerSample, subsampling }, index) => {
    const source = pixels.planes[index];
    const target = planes[index];
    if (source === undefined || target === undefined) return;
    const { rowBytes, rows } = planeSize(format, index, needed.width, needed.height);
    let from =
      source.offset +
      ((needed.y - picture.y) / subsampling) * source.stride +
      ((needed.x - picture.x) / subsampling) * bytesPerSample;
    let to = target.offset;
    for (let row = 0; row < rows; row += 1) {
      data.set(bytes.subarray(from, from + rowBytes), to);
      from += source.stride;
      to += rowBytes;
    }
  });
  return {
    pixels: {
      format,
      orientation,
      yuvMatrix,
      yuvRange,
      width: needed.width,
      height: needed.height,
      planes,
      data,
    },
    options: { ...options, partOf: { x: needed.x, y: needed.y, width, height } },
  };
};
