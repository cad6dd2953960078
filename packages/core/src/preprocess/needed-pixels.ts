import type { PixelBuffer } from '../frame/frame.js';
import type { PixelFormat } from '../frame/pixel-format.js';
import { packedPlanes, PLANE_SHAPES, planeSize, requiredBytes } from '../frame/pixel-format.js';
import { pictureGeometry, type AxisGeometry, type StoredPicture } from './picture-geometry.js';
import type { PreprocessConfig } from './preprocess-config.js';
import type { PreprocessOptions } from './preprocessor.js';
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
 * Copies the pixels that preprocessing reads, tightly packed, so that a caller can hand only those to
 * another thread. `preprocessor.run(copy.pixels, output, copy.options)` gives the same bytes as
 * `run(pixels, output, options)`.
 *
 * @param allocate Gives the bytes to copy into; they may be shared memory, and longer than asked for.
 * @throws InvalidArgumentError when the region of interest does not overlap the picture.
 */
export const copyNeededPixels = (
  config: PreprocessConfig,
  pixels: PixelBuffer,
  options: PreprocessOptions = {},
  allocate: (byteLength: number) => Uint8Array = (byteLength) => new Uint8Array(byteLength),
): NeededPixels => {
  const { format, orientation, yuvMatrix, yuvRange } = pixels;
  const picture = options.partOf ?? { x: 0, y: 0, width: pixels.width, height: pixels.height };
  const { width, height } = picture;
  const needed = neededRectangle(config, { width, height, format, orientation }, options);
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
      data.set(pixels.data.subarray(from, from + rowBytes), to);
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
