import type { PixelBuffer } from '../frame/frame.js';
import type { PixelFormat } from '../frame/pixel-format.js';
import { neededRectangle, type PixelRectangle } from './needed-pixels.js';
import { pictureGeometry, type PictureGeometry, type StoredPicture } from './picture-geometry.js';
import type { PreprocessConfig, RegionOfInterest } from './preprocess-config.js';
import { type AxisCoefficients, inputSpan, resampleCoefficients } from './resample-axis.js';

/**
 * Everything about a resize that depends on sizes alone. A *line* is an upright row of the needed
 * rectangle: a stored row, or a stored column where the orientation swaps the axes. Its samples stay in
 * stored order; mirroring is in the coefficients.
 */
export interface ResamplePlan {
  readonly geometry: PictureGeometry;
  /** 1 when the source or the model is gray: colour is reduced to luma before the resize. */
  readonly planes: 1 | 3;
  readonly rectangle: PixelRectangle;
  readonly lineCount: number;
  readonly lineLength: number;
  /** Position in the rectangle of the topmost upright line, and the step to the one below it. */
  readonly firstLine: number;
  readonly lineStep: 1 | -1;
  /** In output order, over positions in a line. */
  readonly columns: AxisCoefficients;
  /** Over the lines from top to bottom. */
  readonly rows: AxisCoefficients;
}

/** Turns coefficients over an axis into those over the same axis read from its other end. */
const overMirroredInput = (axis: AxisCoefficients, size: number): AxisCoefficients => {
  const { taps, starts, counts } = axis;
  const coefficients = axis.coefficients.slice();
  counts.forEach((count, index) => {
    coefficients.subarray(index * taps, index * taps + count).reverse();
  });
  return {
    taps,
    counts,
    coefficients,
    starts: starts.map((start, index) => size - start - (counts[index] ?? 0)),
  };
};

const inReverseOrder = ({
  taps,
  starts,
  counts,
  coefficients,
}: AxisCoefficients): AxisCoefficients => {
  const reversed = new Int32Array(coefficients.length);
  for (let from = 0, to = coefficients.length - taps; to >= 0; from += taps, to -= taps) {
    reversed.set(coefficients.subarray(from, from + taps), to);
  }
  return {
    taps,
    starts: starts.slice().reverse(),
    counts: counts.slice().reverse(),
    coefficients: reversed,
  };
};

const shifted = (axis: AxisCoefficients, by: number): AxisCoefficients => ({
  ...axis,
  starts: axis.starts.map((start) => start + by),
});

/**
 * Plans the resize of one picture size, orientation and region.
 *
 * @throws InvalidArgumentError when the region of interest does not overlap the picture.
 */
const resamplePlan = (
  config: PreprocessConfig,
  picture: StoredPicture & { readonly format: PixelFormat },
  region: RegionOfInterest | undefined,
): ResamplePlan => {
  const geometry = pictureGeometry(config, picture, region);
  const { turn, horizontal, vertical } = geometry;
  const rectangle = neededRectangle(
    config,
    picture,
    region === undefined ? {} : { regionOfInterest: region },
  );
  const { kernel } = config;
  let columns = resampleCoefficients(horizontal, kernel, horizontal.first, horizontal.count);
  if (turn.mirrorsX) columns = overMirroredInput(columns, horizontal.size);
  columns = shifted(columns, turn.swapsAxes ? -rectangle.y : -rectangle.x);
  if (config.mirror === true) columns = inReverseOrder(columns);
  const rows = resampleCoefficients(vertical, kernel, vertical.first, vertical.count);
  const span = inputSpan(vertical, kernel, vertical.first, vertical.count);
  const top = turn.mirrorsY ? vertical.size - 1 - span.first : span.first;
  return {
    geometry,
    planes: picture.format === 'gray' || config.channelOrder === 'gray' ? 1 : 3,
    rectangle,
    lineCount: span.end - span.first,
    lineLength: turn.swapsAxes ? rectangle.height : rectangle.width,
    firstLine: top - (turn.swapsAxes ? rectangle.x : rectangle.y),
    lineStep: turn.mirrorsY ? -1 : 1,
    columns,
    rows: shifted(rows, -span.first),
  };
};

/** A few plans by picture size, format, orientation and region, so that a stream plans once. */
export interface PlanCache {
  planFor(
    pixels: PixelBuffer,
    width: number,
    height: number,
    region: RegionOfInterest | undefined,
  ): ResamplePlan;
}

interface CachedPlan {
  readonly width: number;
  readonly height: number;
  readonly format: PixelFormat;
  readonly orientation: number;
  readonly region: RegionOfInterest | undefined;
  readonly plan: ResamplePlan;
}

const isSameRegion = (a: RegionOfInterest | undefined, b: RegionOfInterest | undefined): boolean =>
  a === b ||
  (a !== undefined &&
    b !== undefined &&
    a.x === b.x &&
    a.y === b.y &&
    a.width === b.width &&
    a.height === b.height);

/** Cameras that may take turns on one preprocessor before plans are made anew. */
const MAX_PLANS = 8;

/** Creates the plan cache of one configuration. */
export const createPlanCache = (config: PreprocessConfig): PlanCache => {
  const cached: CachedPlan[] = [];
  return {
    planFor: ({ format, orientation }, width, height, region) => {
      for (const entry of cached) {
        if (
          entry.width === width &&
          entry.height === height &&
          entry.format === format &&
          entry.orientation === orientation &&
          isSameRegion(entry.region, region)
        ) {
          return entry.plan;
        }
      }
      const plan = resamplePlan(config, { width, height, format, orientation }, region);
      if (cached.length === MAX_PLANS) cached.shift();
      // Copied, for the caller may change its object.
      const copy = region === undefined ? undefined : { ...region };
      cached.push({ width, height, format, orientation, region: copy, plan });
      return plan;
    },
  };
};
