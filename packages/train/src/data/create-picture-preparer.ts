import {
  createPreprocessor,
  pictureGeometry,
  type PixelBuffer,
  type PreprocessConfig,
  type RegionOfInterest,
} from '@ocelli/core';
import { createPictureResizer, RGB_LEVELS, runToLevel } from './create-picture-resizer.js';
import type { PictureLevel, PreparedPicture } from './prepared-picture.js';

/** Brings decoded pictures to what every epoch starts from. */
export interface PicturePreparer {
  /** @throws InvalidArgumentError for a region beside the picture. */
  prepare(pixels: PixelBuffer, region?: RegionOfInterest): PreparedPicture;
}

const uprightSize = ({ width, height, orientation }: PixelBuffer): [number, number] =>
  orientation >= 5 ? [height, width] : [width, height];

/**
 * Prepares pictures whose geometry is that of inference: one level, of the model's input size. It is gray
 * where the model is and nothing works on colours before the end.
 */
export const createFramedPreparer = (
  preprocess: PreprocessConfig,
  needsColor: boolean,
): PicturePreparer => {
  const isGray = preprocess.channelOrder === 'gray' && !needsColor;
  const gray = { mean: [0], std: [1], channelOrder: 'gray' } as const;
  const levels = isGray ? { ...RGB_LEVELS, ...gray } : RGB_LEVELS;
  const preprocessor = createPreprocessor({ ...preprocess, mirror: false, ...levels });
  return {
    prepare: (pixels, region) => {
      const [width, height] = uprightSize(pixels);
      return { width, height, levels: [runToLevel(preprocessor, pixels, region)] };
    },
  };
};

/** Samples per pixel of the model's input, the densest first; no picture is kept denser than the first. */
const DENSITIES = [2, Math.SQRT2, 1] as const;

/** A level has to be smaller by this factor to be worth its memory. */
const WORTHWHILE = 1.1;

/**
 * Prepares pictures that will be warped: the picture as it is, or reduced where it has more than twice the
 * model's resolution, and below it reductions down to the model's resolution, so that a warp that shrinks
 * samples from one that has been filtered for it. The reductions are Pillow's, with the model's own kernel.
 */
export const createPyramidPreparer = (preprocess: PreprocessConfig): PicturePreparer => {
  const resize = createPictureResizer(preprocess.kernel);
  const asStored = (pixels: PixelBuffer, width: number, height: number): PictureLevel => {
    const isPlain =
      pixels.format === 'rgb' &&
      pixels.orientation === 1 &&
      pixels.planes[0]?.offset === 0 &&
      pixels.planes[0].stride === width * 3;
    return isPlain
      ? { width, height, channels: 3, data: pixels.data.slice(0, width * height * 3) }
      : resize(pixels, width, height);
  };
  return {
    prepare: (pixels, region) => {
      const [width, height] = uprightSize(pixels);
      const { horizontal, vertical } = pictureGeometry(preprocess, pixels, region);
      const perColumn = (horizontal.end - horizontal.start) / horizontal.resizedSize;
      const perRow = (vertical.end - vertical.start) / vertical.resizedSize;
      const native = Math.max(perColumn, perRow);
      const reductions = DENSITIES.filter((density) => native > density * WORTHWHILE).map(
        (density) => {
          const side = (size: number, perPixel: number) =>
            Math.max(1, Math.round(size * Math.min(1, density / perPixel)));
          return resize(pixels, side(width, perColumn), side(height, perRow));
        },
      );
      const isTooDense = native > DENSITIES[0] * WORTHWHILE;
      const levels = isTooDense ? reductions : [asStored(pixels, width, height), ...reductions];
      return { width, height, levels };
    },
  };
};
