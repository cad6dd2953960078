import {
  createFrame,
  type ExifOrientation,
  type Frame,
  type FrameOptions,
  type PixelFormat,
  type PlaneLayout,
  type YuvMatrix,
} from '@ocelli/core';

/** Buffers kept for the next frames; a stream has one or two in flight. */
const SPARE_BUFFERS = 3;

/** Formats that are read as they are; every other is converted to RGBA by the browser. */
const DIRECT_FORMATS: Readonly<Record<string, PixelFormat>> = {
  I420: 'i420',
  NV12: 'nv12',
  RGBA: 'rgba',
  RGBX: 'rgba',
};

/** Null where a camera does not say: webcams mean BT.601 then. */
const YUV_MATRIX: Readonly<Record<string, YuvMatrix>> = {
  null: 'bt601',
  bt470bg: 'bt601',
  smpte170m: 'bt601',
  bt709: 'bt709',
};

/** Clockwise turns in degrees that make the picture upright, as EXIF numbers them. */
const TURNS: Readonly<Record<number, ExifOrientation>> = { 0: 1, 90: 6, 180: 3, 270: 8 };

/** Newer than TypeScript's DOM types. */
interface Turned {
  readonly rotation?: number;
  readonly flip?: boolean;
}

type Pixels = Pick<FrameOptions, 'width' | 'height' | 'format' | 'data'> & Partial<FrameOptions>;

/**
 * Copies the pixels of video frames into frames of ours, in the camera's own YUV format where it can be
 * read. The buffers are used again when their frames are closed.
 */
export class FrameCopier {
  readonly #spare: Uint8Array<ArrayBuffer>[] = [];
  #canvas: OffscreenCanvas | undefined;
  #sequence = 0;

  /** Closes `source`, whatever happens. */
  async copy(source: VideoFrame, timestampUs: number): Promise<Frame> {
    try {
      const pixels = (await this.#planes(source)) ?? (await this.#rgba(source));
      return this.#frame(pixels ?? this.#drawn(source, source), timestampUs);
    } finally {
      source.close();
    }
  }

  /** For browsers without VideoFrame. */
  copyElement(video: HTMLVideoElement, timestampUs: number): Frame {
    const size = { displayWidth: video.videoWidth, displayHeight: video.videoHeight };
    return this.#frame(this.#drawn(video, size), timestampUs);
  }

  #frame(pixels: Pixels, timestampUs: number): Frame {
    const sequence = this.#sequence;
    this.#sequence += 1;
    const { buffer } = pixels.data as Uint8Array<ArrayBuffer>;
    return createFrame({
      ...pixels,
      timestampUs,
      sequence,
      onClose: () => {
        if (this.#spare.length < SPARE_BUFFERS) this.#spare.push(new Uint8Array(buffer));
      },
    });
  }

  #allocate(byteLength: number): Uint8Array<ArrayBuffer> {
    const spare = this.#spare.pop();
    return spare?.byteLength === byteLength ? spare : new Uint8Array(byteLength);
  }

  async #planes(source: VideoFrame): Promise<Pixels | undefined> {
    const { visibleRect, colorSpace } = source;
    const { rotation = 0, flip = false } = source as Turned;
    const format = DIRECT_FORMATS[String(source.format)];
    const orientation = TURNS[rotation];
    const yuvMatrix = format === 'rgba' ? 'bt601' : YUV_MATRIX[String(colorSpace.matrix)];
    const isReadable = format !== undefined && yuvMatrix !== undefined;
    if (visibleRect === null || !isReadable || orientation === undefined || flip) return undefined;
    // A part that begins within a chroma sample cannot be copied as planes.
    if (format !== 'rgba' && (visibleRect.x % 2 !== 0 || visibleRect.y % 2 !== 0)) return undefined;
    const data = this.#allocate(source.allocationSize());
    const planes: readonly PlaneLayout[] = await source.copyTo(data);
    const { width, height } = visibleRect;
    const yuvRange = colorSpace.fullRange === true ? 'full' : 'limited';
    return { width, height, format, data, planes, yuvMatrix, yuvRange, orientation };
  }

  async #rgba(source: VideoFrame): Promise<Pixels | undefined> {
    const { visibleRect } = source;
    const { rotation = 0, flip = false } = source as Turned;
    const orientation = TURNS[rotation];
    if (visibleRect === null || orientation === undefined || flip) return undefined;
    const options: VideoFrameCopyToOptions = { format: 'RGBA', colorSpace: 'srgb' };
    try {
      const data = this.#allocate(source.allocationSize(options));
      const planes: readonly PlaneLayout[] = await source.copyTo(data, options);
      const { width, height } = visibleRect;
      return { width, height, format: 'rgba', data, planes, orientation };
    } catch {
      // Older browsers copy only without converting: drawing remains.
      return undefined;
    }
  }

  #drawn(
    source: CanvasImageSource,
    { displayWidth, displayHeight }: Pick<VideoFrame, 'displayWidth' | 'displayHeight'>,
  ): Pixels {
    const [width, height] = [displayWidth, displayHeight];
    if (this.#canvas?.width !== width || this.#canvas.height !== height) {
      this.#canvas = new OffscreenCanvas(width, height);
    }
    const context = this.#canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) throw new Error('this browser gives no canvas');
    context.drawImage(source, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    return { width, height, format: 'rgba', data };
  }
}
