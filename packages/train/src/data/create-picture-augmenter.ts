import {
  packedPlanes,
  pictureGeometry,
  type PictureGeometry,
  type PixelBuffer,
  type PreprocessConfig,
  type RegionOfInterest,
} from '@ocelli/core';
import type { Random } from '../random/random.js';
import { type AugmentationConfig, changesGeometry } from './augmentation-config.js';
import {
  filterPicture,
  type FiveTapFilter,
  gaussianFilters,
  streakFilters,
} from './blur-picture.js';
import { createPictureResizer } from './create-picture-resizer.js';
import { addNoise, cutOut } from './disturb-picture.js';
import { axisWarp, composeWarps, drawEven, drawLogEven, drawWarp, type Warp } from './draw-warp.js';
import type { PictureLevel, PreparedPicture } from './prepared-picture.js';
import { drawRecoloring, recolorPicture } from './recolor-picture.js';
import { type Fill, warpPicture } from './warp-picture.js';

/** Makes varied pictures of the model's input size. */
export interface PictureAugmenter {
  /**
   * Writes a variation of `picture` as RGB `[height, width, 3]`. `picture` comes from the pyramid preparer
   * when the configuration changes the geometry, and from the framed one otherwise; `region` is what it was
   * prepared with.
   */
  augment(
    picture: PreparedPicture,
    region: RegionOfInterest | undefined,
    random: Random,
    output: Uint8Array,
  ): void;
}

/** Pixels without padding, as core reads them. */
export const packedPixels = ({ width, height, channels, data }: PictureLevel): PixelBuffer => {
  const format = channels === 1 ? 'gray' : 'rgb';
  return {
    width,
    height,
    format,
    data,
    planes: packedPlanes(format, width, height),
    yuvMatrix: 'bt601',
    yuvRange: 'limited',
    orientation: 1,
  };
};

/** How much denser than the output a level may be sampled before single pixels get lost. */
const MAX_DENSITY = 1.2;

/** How much a warp shrinks the middle of the picture. */
const reductionOf = ([a, b, , d, e]: Warp): number => Math.sqrt(Math.abs(a * e - b * d));

/** From pixels from the middle of the frame to indices of the level's pixels. */
const frameToLevel = (
  { horizontal, vertical }: PictureGeometry,
  picture: PreparedPicture,
  level: PictureLevel,
): Warp => {
  const axis = (geometry: PictureGeometry['horizontal'], size: number, levelSize: number) => {
    const perPixel = levelSize / size;
    const scale = ((geometry.end - geometry.start) / geometry.resizedSize) * perPixel;
    const origin = geometry.outputSize / 2 - geometry.offset + geometry.first;
    return { scale, shift: geometry.start * perPixel + origin * scale - 0.5 };
  };
  const x = axis(horizontal, picture.width, level.width);
  const y = axis(vertical, picture.height, level.height);
  return axisWarp(x.scale, x.shift, y.scale, y.shift);
};

class ConfiguredAugmenter implements PictureAugmenter {
  readonly #config: AugmentationConfig;
  readonly #preprocess: PreprocessConfig;
  readonly #width: number;
  readonly #height: number;
  readonly #isWarped: boolean;
  readonly #resize = createPictureResizer('bilinear');

  constructor(
    config: AugmentationConfig,
    preprocess: PreprocessConfig,
    [width, height]: readonly [number, number],
  ) {
    this.#config = config;
    this.#preprocess = preprocess;
    this.#width = width;
    this.#height = height;
    this.#isWarped = changesGeometry(config);
  }

  augment(
    picture: PreparedPicture,
    region: RegionOfInterest | undefined,
    random: Random,
    output: Uint8Array,
  ): void {
    this.#sample(picture, region, random, output);
    const recoloring = drawRecoloring(this.#config, random);
    if (recoloring !== undefined) recolorPicture(output, this.#width, this.#height, recoloring);
    this.#blur(random, output);
    const { noise, cutout } = this.#config;
    if (noise !== undefined && random.uniform() < noise.probability) {
      addNoise(output, drawEven(random, noise.sigma), random);
    }
    if (cutout !== undefined && random.uniform() < cutout.probability) {
      cutOut(output, this.#width, this.#height, cutout.size, random);
    }
  }

  #sample(
    picture: PreparedPicture,
    region: RegionOfInterest | undefined,
    random: Random,
    output: Uint8Array,
  ): void {
    const width = this.#width;
    const height = this.#height;
    const drawn = drawWarp(this.#config, random, width, height);
    const toMiddle = axisWarp(1, 0.5 - width / 2, 1, 0.5 - height / 2);
    const warp = composeWarps(drawn, toMiddle);
    const [densest] = picture.levels;
    if (densest === undefined) return;
    if (!this.#isWarped) {
      const toIndex = axisWarp(1, width / 2 - 0.5, 1, height / 2 - 0.5);
      warpPicture(densest, composeWarps(toIndex, warp), 'edge', output, width, height);
      return;
    }
    const geometry = pictureGeometry(this.#preprocess, { ...picture, orientation: 1 }, region);
    const reduction = reductionOf(drawn);
    const candidates = picture.levels.map((level) => ({
      level,
      toLevel: frameToLevel(geometry, picture, level),
    }));
    const chosen =
      candidates.find(
        ({ toLevel }) => Math.max(toLevel[0], toLevel[4]) * reduction <= MAX_DENSITY,
      ) ?? candidates.at(-1);
    if (chosen === undefined) return;
    const fill = this.#fill(geometry, picture, chosen.level);
    warpPicture(chosen.level, composeWarps(chosen.toLevel, warp), fill, output, width, height);
  }

  /** Where inference pads, so do we; elsewhere the picture goes on as the configuration says. */
  #fill(
    { horizontal, vertical }: PictureGeometry,
    picture: PreparedPicture,
    level: PictureLevel,
  ): Fill {
    const { resize } = this.#preprocess;
    const covers =
      horizontal.count === horizontal.outputSize && vertical.count === vertical.outputSize;
    if (covers && resize.mode !== 'letterbox') return this.#config.fill ?? 'reflect';
    const perColumn = level.width / picture.width;
    const perRow = level.height / picture.height;
    return {
      color: resize.mode === 'letterbox' ? resize.padColor : [0, 0, 0],
      left: horizontal.start * perColumn,
      right: horizontal.end * perColumn,
      top: vertical.start * perRow,
      bottom: vertical.end * perRow,
    };
  }

  #blur(random: Random, output: Uint8Array): void {
    const { blur, motionBlur, lowResolution } = this.#config;
    const width = this.#width;
    const height = this.#height;
    if (blur !== undefined && random.uniform() < blur.probability) {
      this.#filter(output, gaussianFilters(drawEven(random, blur.sigma)));
    }
    if (motionBlur !== undefined && random.uniform() < motionBlur.probability) {
      const length = drawEven(random, motionBlur.length);
      this.#filter(output, streakFilters(length, random.uniform() * Math.PI));
    }
    if (lowResolution !== undefined && random.uniform() < lowResolution.probability) {
      const factor = drawLogEven(random, lowResolution.factor);
      const columns = Math.max(1, Math.round(width / factor));
      const rows = Math.max(1, Math.round(height / factor));
      const picture = packedPixels({ width, height, channels: 3, data: output });
      const small = this.#resize(picture, columns, rows);
      output.set(this.#resize(packedPixels(small), width, height).data);
    }
  }

  #filter(output: Uint8Array, filters: readonly FiveTapFilter[]): void {
    for (const filter of filters) filterPicture(output, this.#width, this.#height, filter);
  }
}

/** Creates the augmenter of a configuration for pictures of `size` (width, height) pixels. */
export const createPictureAugmenter = (
  config: AugmentationConfig,
  preprocess: PreprocessConfig,
  size: readonly [number, number],
): PictureAugmenter => new ConfiguredAugmenter(config, preprocess, size);
