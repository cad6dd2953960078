import { FrameClosedError } from '../errors/frame-errors.js';
import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import type { PixelFormat, PlaneLayout, YuvMatrix, YuvRange } from './pixel-format.js';
import {
  packedPlanes,
  PIXEL_FORMATS,
  PLANE_SHAPES,
  planeSize,
  requiredBytes,
} from './pixel-format.js';

/** Pixels with everything needed to read them, and no lifetime. Structured-cloneable. */
export interface PixelBuffer {
  readonly width: number;
  readonly height: number;
  readonly format: PixelFormat;
  readonly data: Uint8Array;
  readonly planes: readonly PlaneLayout[];
  /** Meaningful for `i420` and `nv12`. */
  readonly yuvMatrix: YuvMatrix;
  readonly yuvRange: YuvRange;
  /** EXIF orientation of the stored pixels: 1 is upright, 6 needs a quarter turn clockwise. */
  readonly orientation: ExifOrientation;
}

/** EXIF 2.32, tag 0x0112. */
export const EXIF_ORIENTATIONS = [1, 2, 3, 4, 5, 6, 7, 8] as const;
export type ExifOrientation = (typeof EXIF_ORIENTATIONS)[number];

/**
 * One picture of a camera, a video or a file. Whoever holds a frame closes it exactly once, on every
 * path; functions that only read a frame (`classifier.classify`) leave it open and say so.
 */
export interface Frame extends PixelBuffer, Disposable {
  /** Capture time in microseconds, on the clock of the source. */
  readonly timestampUs: number;
  /** Position in the stream, from 0. */
  readonly sequence: number;
  readonly isClosed: boolean;
  /**
   * Gives the pixels back to their source.
   *
   * @throws FrameClosedError on the second call.
   */
  close(): void;
}

/** What `createFrame` takes. */
export interface FrameOptions {
  readonly width: number;
  readonly height: number;
  readonly format: PixelFormat;
  /** Not copied: the frame reads these bytes until it is closed. */
  readonly data: Uint8Array | Uint8ClampedArray;
  /** Default: planes one after another, rows without padding. */
  readonly planes?: readonly PlaneLayout[];
  /** Default `bt601`. */
  readonly yuvMatrix?: YuvMatrix;
  /** Default `limited`. */
  readonly yuvRange?: YuvRange;
  /** Default 1, upright. */
  readonly orientation?: ExifOrientation;
  readonly timestampUs?: number;
  readonly sequence?: number;
  /** Called once when the frame is closed, so that a source can recycle the buffer. */
  readonly onClose?: () => void;
}

const checkSize = (argument: string, value: number): void => {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError({
      argument,
      expected: 'a positive integer (pixels)',
      actual: String(value),
    });
  }
};

const checkPlanes = (options: FrameOptions, planes: readonly PlaneLayout[]): void => {
  const { format, width, height, data } = options;
  const expected = PLANE_SHAPES[format].length;
  if (planes.length !== expected) {
    throw new InvalidArgumentError({
      argument: 'planes',
      expected: `${String(expected)} planes for ${format}`,
      actual: `${String(planes.length)} planes`,
    });
  }
  planes.forEach((plane, index) => {
    const { rowBytes } = planeSize(format, index, width, height);
    const isWhole = Number.isSafeInteger(plane.offset) && Number.isSafeInteger(plane.stride);
    if (!isWhole || plane.offset < 0 || plane.stride < rowBytes) {
      throw new InvalidArgumentError({
        argument: `planes[${String(index)}]`,
        expected: `an offset of 0 or more and a stride of at least ${String(rowBytes)} bytes`,
        actual: `offset ${String(plane.offset)}, stride ${String(plane.stride)}`,
      });
    }
  });
  const bytes = requiredBytes(format, width, height, planes);
  if (data.byteLength < bytes) {
    throw new InvalidArgumentError({
      argument: 'data',
      expected: `at least ${String(bytes)} bytes for ${String(width)}x${String(height)} ${format}`,
      actual: `${String(data.byteLength)} bytes`,
    });
  }
};

class BufferFrame implements Frame {
  readonly width: number;
  readonly height: number;
  readonly format: PixelFormat;
  readonly planes: readonly PlaneLayout[];
  readonly yuvMatrix: YuvMatrix;
  readonly yuvRange: YuvRange;
  readonly orientation: ExifOrientation;
  readonly timestampUs: number;
  readonly sequence: number;
  #data: Uint8Array | undefined;
  readonly #onClose: (() => void) | undefined;

  constructor(options: FrameOptions, data: Uint8Array, planes: readonly PlaneLayout[]) {
    this.width = options.width;
    this.height = options.height;
    this.format = options.format;
    this.planes = planes;
    this.yuvMatrix = options.yuvMatrix ?? 'bt601';
    this.yuvRange = options.yuvRange ?? 'limited';
    this.orientation = options.orientation ?? 1;
    this.timestampUs = options.timestampUs ?? 0;
    this.sequence = options.sequence ?? 0;
    this.#data = data;
    this.#onClose = options.onClose;
  }

  get data(): Uint8Array {
    if (this.#data === undefined) {
      throw new FrameClosedError({ sequence: this.sequence, operation: 'be read' });
    }
    return this.#data;
  }

  get isClosed(): boolean {
    return this.#data === undefined;
  }

  close(): void {
    if (this.#data === undefined) {
      throw new FrameClosedError({ sequence: this.sequence, operation: 'be closed again' });
    }
    this.#data = undefined;
    this.#onClose?.();
  }

  [Symbol.dispose](): void {
    if (!this.isClosed) this.close();
  }
}

/**
 * Wraps pixels in a frame without copying them.
 *
 * @throws InvalidArgumentError when the size, the planes or the number of bytes do not fit the format.
 *
 * @example
 * const frame = createFrame({ width: 640, height: 480, format: 'rgba', data: imageData.data });
 */
export const createFrame = (options: FrameOptions): Frame => {
  if (!PIXEL_FORMATS.includes(options.format)) {
    throw new InvalidArgumentError({
      argument: 'format',
      expected: `one of ${PIXEL_FORMATS.join(', ')}`,
      actual: String(options.format),
    });
  }
  checkSize('width', options.width);
  checkSize('height', options.height);
  if (options.orientation !== undefined && !EXIF_ORIENTATIONS.includes(options.orientation)) {
    throw new InvalidArgumentError({
      argument: 'orientation',
      expected: 'an EXIF orientation from 1 to 8',
      actual: String(options.orientation),
    });
  }
  const planes = options.planes ?? packedPlanes(options.format, options.width, options.height);
  checkPlanes(options, planes);
  const { buffer, byteOffset, byteLength } = options.data;
  return new BufferFrame(options, new Uint8Array(buffer, byteOffset, byteLength), planes);
};
