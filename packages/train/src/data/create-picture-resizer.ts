import {
  createPreprocessor,
  type PixelBuffer,
  type PreprocessConfig,
  type Preprocessor,
  type RegionOfInterest,
  type ResamplingKernel,
} from '@ocelli/core';
import type { PictureLevel } from './prepared-picture.js';

/** The levels themselves, untouched by rescale factor, mean and std. */
export const RGB_LEVELS = {
  rescaleFactor: 1,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  channelOrder: 'rgb',
  layout: 'nhwc',
  dtype: 'uint8',
} as const satisfies Partial<PreprocessConfig>;

/** Runs a preprocessor whose output is levels. */
export const runToLevel = (
  preprocessor: Preprocessor,
  pixels: PixelBuffer,
  region?: RegionOfInterest,
): PictureLevel => {
  const [, height, width, channels] = preprocessor.outputDims;
  const data = new Uint8Array(width * height * channels);
  preprocessor.run(pixels, data, region && { regionOfInterest: region });
  return { width, height, channels: channels === 1 ? 1 : 3, data };
};

const MAX_SIZES = 256;

/** Creates what brings whole pictures to any size, upright, as RGB and as Pillow does it. */
export const createPictureResizer = (
  kernel: ResamplingKernel,
): ((pixels: PixelBuffer, width: number, height: number) => PictureLevel) => {
  const bySize = new Map<string, Preprocessor>();
  return (pixels, width, height) => {
    const key = `${String(width)}x${String(height)}`;
    let preprocessor = bySize.get(key);
    if (preprocessor === undefined) {
      const resize = { mode: 'squash', width, height } as const;
      preprocessor = createPreprocessor({ ...RGB_LEVELS, kernel, resize });
      if (bySize.size >= MAX_SIZES) bySize.clear();
      bySize.set(key, preprocessor);
    }
    return runToLevel(preprocessor, pixels);
  };
};
