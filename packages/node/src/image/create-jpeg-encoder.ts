import {
  createPreprocessor,
  type PixelBuffer,
  type Preprocessor,
  ReleasedError,
  TURNS,
} from '@ocelli/core';

export interface JpegEncoderOptions {
  /** Longest side of the result in pixels; larger pictures are scaled down. Default: as large as the picture. */
  readonly maxSide?: number;
  /** 1..100. Default 80. */
  readonly quality?: number;
}

/** Makes JPEG files of frames of any format, upright. Holds scratch memory between calls. */
export interface JpegEncoder {
  /**
   * Encodes a picture. It is read before the call returns, and stays the caller's to close.
   *
   * @throws FrameClosedError, InvalidArgumentError for pixels that cannot be read, ReleasedError.
   */
  encode(pixels: PixelBuffer): Promise<Buffer>;
  release(): void;
}

/** Size of the upright picture within a square of `maxSide`. */
const targetSize = (pixels: PixelBuffer, maxSide: number) => {
  const { swapsAxes } = TURNS[pixels.orientation];
  const [wide, high] = swapsAxes ? [pixels.height, pixels.width] : [pixels.width, pixels.height];
  const scale = Math.min(1, maxSide / Math.max(wide, high));
  const scaled = (side: number): number => Math.max(1, Math.round(side * scale));
  return { width: scaled(wide), height: scaled(high) };
};

/**
 * Creates an encoder of JPEG files; sharp is loaded on its first use.
 *
 * @example
 * const encoder = createJpegEncoder({ maxSide: 640 });
 * const jpeg = await encoder.encode(frame);
 */
export const createJpegEncoder = ({
  maxSide = Infinity,
  quality = 80,
}: JpegEncoderOptions = {}): JpegEncoder => {
  let preprocessor: Preprocessor | undefined;
  let isReleased = false;
  /** Most callers encode pictures of one size: the plan for it is kept. */
  const preprocessorFor = (width: number, height: number): Preprocessor => {
    const [, high, wide] = preprocessor?.outputDims ?? [];
    if (preprocessor !== undefined && high === height && wide === width) return preprocessor;
    preprocessor?.release();
    preprocessor = createPreprocessor({
      resize: { mode: 'squash', width, height },
      kernel: 'bilinear',
      rescaleFactor: 1,
      mean: [0, 0, 0],
      std: [1, 1, 1],
      channelOrder: 'rgb',
      layout: 'nhwc',
      dtype: 'uint8',
    });
    return preprocessor;
  };
  return {
    encode: async (pixels) => {
      if (isReleased) throw new ReleasedError({ what: 'JPEG encoder' });
      const { width, height } = targetSize(pixels, maxSide);
      const rgb = new Uint8Array(width * height * 3);
      preprocessorFor(width, height).run(pixels, rgb);
      // On first use: who encodes nothing never loads libvips.
      const { default: sharp } = await import('sharp');
      return sharp(rgb, { raw: { width, height, channels: 3 } })
        .jpeg({ quality })
        .toBuffer();
    },
    release: () => {
      isReleased = true;
      preprocessor?.release();
      preprocessor = undefined;
    },
  };
};
