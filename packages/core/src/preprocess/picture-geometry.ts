import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import type { ExifOrientation } from '../frame/exif-orientation.js';
import { MAX_SIDE } from './preprocess-bounds.js';
import type { CropRounding, PreprocessConfig, RegionOfInterest } from './preprocess-config.js';
import type { ResampleAxis } from './resample-axis.js';
import { roundHalfEven } from './round-half-even.js';

/** How the stored pixels have to be turned to stand upright: swap the axes first, then mirror each. */
export interface Turn {
  readonly swapsAxes: boolean;
  readonly mirrorsX: boolean;
  readonly mirrorsY: boolean;
}

const turn = (swapsAxes: boolean, mirrorsX: boolean, mirrorsY: boolean): Turn => ({
  swapsAxes,
  mirrorsX,
  mirrorsY,
});

/** EXIF 2.32, tag 0x0112. */
export const TURNS: { readonly [O in ExifOrientation]: Turn } = {
  1: turn(false, false, false),
  2: turn(false, true, false),
  3: turn(false, true, true),
  4: turn(false, false, true),
  5: turn(true, false, false),
  6: turn(true, true, false),
  7: turn(true, true, true),
  8: turn(true, false, true),
};

/** One dimension of the way from the upright picture to the output. All in pixels. */
export interface AxisGeometry extends ResampleAxis {
  /** Positions of the output. */
  readonly outputSize: number;
  /** Where the canvas of the resize (the picture with its letterbox) begins in the output; may be negative. */
  readonly canvasOffset: number;
  readonly canvasSize: number;
  /** Resized positions that survive the centre crop: `[first, first + count)`; they land at `offset`. */
  readonly first: number;
  readonly count: number;
  readonly offset: number;
}

/** What is computed of a picture of one size, and where it lands in the output. */
export interface PictureGeometry {
  readonly turn: Turn;
  readonly horizontal: AxisGeometry;
  readonly vertical: AxisGeometry;
}

/** Size and orientation of the stored picture. */
export interface StoredPicture {
  readonly width: number;
  readonly height: number;
  readonly orientation: ExifOrientation;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const clippedBox = (
  width: number,
  height: number,
  region: RegionOfInterest | undefined,
  toPixels: (edge: number) => number,
): Box => {
  if (region === undefined) return { left: 0, top: 0, right: width, bottom: height };
  const clip = (edge: number, size: number) => toPixels(Math.min(Math.max(edge, 0), size));
  const box = {
    left: clip(region.x, width),
    top: clip(region.y, height),
    right: clip(region.x + region.width, width),
    bottom: clip(region.y + region.height, height),
  };
  // Negated so that NaN fails too.
  if (!(box.right > box.left && box.bottom > box.top)) {
    throw new InvalidArgumentError({
      argument: 'options.regionOfInterest',
      expected: `a box that overlaps the upright ${width}x${height} picture`,
      actual: `x ${region.x}, y ${region.y}, width ${region.width}, height ${region.height}`,
    });
  }
  return box;
};

/** Filter positions are found by adding up from the first on, as Pillow does: that has to end. */
const tooElongated = (
  width: number,
  height: number,
  resized: readonly [number, number],
): InvalidArgumentError =>
  new InvalidArgumentError({
    argument: 'pixels',
    expected: `a picture whose long edge has at most ${MAX_SIDE} pixels after the resize`,
    actual: `${width}x${height}, resized to ${resized[0]}x${resized[1]}`,
    remedy: 'Choose a region of interest that is less elongated, or resize mode squash.',
  });

/** Size of the resized picture, and of the canvas that it lies on. */
const resizedSizes = (
  { resize }: PreprocessConfig,
  width: number,
  height: number,
): { resized: readonly [number, number]; canvas: readonly [number, number] } => {
  switch (resize.mode) {
    case 'none':
      return { resized: [width, height], canvas: [width, height] };
    case 'squash':
      return { resized: [resize.width, resize.height], canvas: [resize.width, resize.height] };
    case 'shortest-edge': {
      const other = (long: number, short: number) => Math.floor((resize.size * long) / short);
      const resized: [number, number] =
        width <= height ? [resize.size, other(height, width)] : [other(width, height), resize.size];
      if (Math.max(...resized) > MAX_SIDE) throw tooElongated(width, height, resized);
      return { resized, canvas: resized };
    }
    case 'letterbox': {
      // The rounding of Pillow's `ImageOps.contain` (10 and later), kept to at least one pixel.
      const canvas = [resize.width, resize.height] as const;
      const fit = (size: number) => Math.max(1, roundHalfEven(size));
      const isWider = width / height > resize.width / resize.height;
      const resized = isWider
        ? ([resize.width, fit((height / width) * resize.width)] as const)
        : ([fit((width / height) * resize.height), resize.height] as const);
      return { resized, canvas };
    }
  }
};

const axisGeometry = (
  axis: ResampleAxis,
  canvasSize: number,
  cropSize: number | undefined,
  rounding: CropRounding | undefined,
): AxisGeometry => {
  const outputSize = cropSize ?? canvasSize;
  const spare = canvasSize - outputSize;
  const round = rounding === 'floor' ? Math.floor : roundHalfEven;
  // All that are followed here pad the smaller half first.
  const canvasOffset = spare < 0 ? Math.floor(-spare / 2) : 0 - round(spare / 2);
  const offset = canvasOffset + roundHalfEven((canvasSize - axis.resizedSize) / 2);
  const first = Math.max(0, -offset);
  const count = Math.min(axis.resizedSize, outputSize - offset) - first;
  return {
    ...axis,
    outputSize,
    canvasOffset,
    canvasSize,
    first,
    count: Math.max(0, count),
    offset: offset + first,
  };
};

/**
 * Works out orientation, region of interest, resize, letterbox and centre crop for one picture.
 *
 * Sizes follow torchvision (shortest edge) and Pillow (`ImageOps.pad`), the centre crop its `rounding`; with
 * resize mode `none` the edges of the region are rounded half to even, as `Image.crop` does.
 *
 * @throws InvalidArgumentError when the region of interest does not overlap the picture, or when the picture
 * is so elongated that its long edge would be resized to more than 2^24 pixels.
 */
export const pictureGeometry = (
  config: PreprocessConfig,
  picture: StoredPicture,
  region: RegionOfInterest | undefined,
): PictureGeometry => {
  const { centerCrop } = config;
  const turned = TURNS[picture.orientation];
  const width = turned.swapsAxes ? picture.height : picture.width;
  const height = turned.swapsAxes ? picture.width : picture.height;
  const toPixels = config.resize.mode === 'none' ? roundHalfEven : Math.fround;
  const box = clippedBox(width, height, region, toPixels);
  const { resized, canvas } = resizedSizes(config, box.right - box.left, box.bottom - box.top);
  const horizontal = { size: width, start: box.left, end: box.right, resizedSize: resized[0] };
  const vertical = { size: height, start: box.top, end: box.bottom, resizedSize: resized[1] };
  return {
    turn: turned,
    horizontal: axisGeometry(horizontal, canvas[0], centerCrop?.width, centerCrop?.rounding),
    vertical: axisGeometry(vertical, canvas[1], centerCrop?.height, centerCrop?.rounding),
  };
};
