import { FrameClosedError } from '../errors/frame-errors.js';
import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import { checkPixels } from './check-pixels.js';
import type { ExifOrientation } from './exif-orientation.js';
import type { PixelFormat, PlaneLayout, YuvMatrix, YuvRange } from './pixel-format.js';
import { packedPlanes, PIXEL_FORMATS } from './pixel-format.js';

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

const checkStamps = ({ timestampUs, sequence }: Pick<Frame, 'timestampUs' | 'sequence'>): void => {
  if (!Number.isFinite(timestampUs)) {
    throw new InvalidArgumentError({
      argument: 'timestampUs',
      expected: 'a finite number (microseconds)',
      actual: String(timestampUs),
    });
  }
  if (!Number.isSafeInteger(sequence) || sequence < 0) {
    throw new InvalidArgumentError({
      argument: 'sequence',
      expected: 'an integer of 0 or more',
      actual: String(sequence),
    });
  }
};

type FrameFields = PixelBuffer & Pick<Frame, 'timestampUs' | 'sequence'>;

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

  constructor(fields: FrameFields, onClose: (() => void) | undefined) {
    this.width = fields.width;
    this.height = fields.height;
    this.format = fields.format;
    this.planes = fields.planes;
    this.yuvMatrix = fields.yuvMatrix;
    this.yuvRange = fields.yuvRange;
    this.orientation = fields.orientation;
    this.timestampUs = fields.timestampUs;
    this.sequence = fields.sequence;
    const { buffer, byteOffset, byteLength } = fields.data;
    this.#data = new Uint8Array(buffer, byteOffset, byteLength);
    this.#onClose = onClose;
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
 * @throws InvalidArgumentError as `checkPixels` does, and for a timestamp or a sequence that is no such number.
 *
 * @example
 * const frame = createFrame({ width: 640, height: 480, format: 'rgba', data: imageData.data });
 */
export const createFrame = (options: FrameOptions): Frame => {
  const { width, height, format, onClose } = options;
  const fields: FrameFields = {
    width,
    height,
    format,
    // checkPixels takes both kinds; the frame views either as bytes.
    data: options.data as Uint8Array,
    planes:
      options.planes ?? (PIXEL_FORMATS.includes(format) ? packedPlanes(format, width, height) : []),
    yuvMatrix: options.yuvMatrix ?? 'bt601',
    yuvRange: options.yuvRange ?? 'limited',
    orientation: options.orientation ?? 1,
    timestampUs: options.timestampUs ?? 0,
    sequence: options.sequence ?? 0,
  };
  checkPixels(fields);
  checkStamps(fields);
  return new BufferFrame(fields, onClose);
};
