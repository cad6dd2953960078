import type { Random } from '../random/random.js';
import type { AugmentationConfig, Range } from './augmentation-config.js';

/**
 * A projective map of the plane, row by row: `x' = (m0 x + m1 y + m2) / w`, `y' = (m3 x + m4 y + m5) / w`
 * with `w = m6 x + m7 y + m8`.
 */
export type Warp = readonly [
  number, number, number,
  number, number, number,
  number, number, number,
]; // prettier-ignore

/** `outer` after `inner`. */
export const composeWarps = (outer: Warp, inner: Warp): Warp => {
  const [a, b, c, d, e, f, g, h, i] = outer;
  const [r, s, t, u, v, w, x, y, z] = inner;
  return [
    a * r + b * u + c * x,
    a * s + b * v + c * y,
    a * t + b * w + c * z,
    d * r + e * u + f * x,
    d * s + e * v + f * y,
    d * t + e * w + f * z,
    g * r + h * u + i * x,
    g * s + h * v + i * y,
    g * t + h * w + i * z,
  ];
};

/** `x' = scaleX x + shiftX`, `y' = scaleY y + shiftY`. */
export const axisWarp = (scaleX: number, shiftX: number, scaleY: number, shiftY: number): Warp => [
  scaleX,
  0,
  shiftX,
  0,
  scaleY,
  shiftY,
  0,
  0,
  1,
];

const rotation = (cosine: number, sine: number): Warp => [
  cosine,
  -sine,
  0,
  sine,
  cosine,
  0,
  0,
  0,
  1,
];

const QUARTER_TURNS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;

export const drawEven = (random: Random, [low, high]: Range): number =>
  low + random.uniform() * (high - low);

/** Evenly over the logarithm, so that half as much is as likely as twice as much. */
export const drawLogEven = (random: Random, [low, high]: Range): number =>
  low * (high / low) ** random.uniform();

/** Evenly from `-largest` to `largest`. */
export const drawSigned = (random: Random, largest: number): number =>
  (random.uniform() * 2 - 1) * largest;

const drawCrop = (
  { area, ratio = [1, 1] }: NonNullable<AugmentationConfig['crop']>,
  random: Random,
  width: number,
  height: number,
): Warp => {
  const share = drawEven(random, area);
  const aspect = drawLogEven(random, ratio);
  const columns = Math.min(1, Math.sqrt(share * aspect));
  const rows = Math.min(1, Math.sqrt(share / aspect));
  const shiftX = drawSigned(random, ((1 - columns) * width) / 2);
  const shiftY = drawSigned(random, ((1 - rows) * height) / 2);
  return axisWarp(columns, shiftX, rows, shiftY);
};

/**
 * Draws where the pixels of a varied picture come from: from positions in the output to positions in the
 * frame, both in pixels from the middle, x to the right and y downwards.
 */
export const drawWarp = (
  config: AugmentationConfig,
  random: Random,
  width: number,
  height: number,
): Warp => {
  const { translate, scale, rotate, perspective } = config;
  let warp = axisWarp(1, 0, 1, 0);
  // What is drawn later is applied to the output first.
  const then = (inner: Warp) => {
    warp = composeWarps(warp, inner);
  };
  if (config.crop !== undefined) then(drawCrop(config.crop, random, width, height));
  if (translate !== undefined) {
    const shiftX = drawSigned(random, translate * width);
    then(axisWarp(1, shiftX, 1, drawSigned(random, translate * height)));
  }
  if (scale !== undefined) {
    const factor = 1 / drawLogEven(random, scale);
    then(axisWarp(factor, 0, factor, 0));
  }
  if (rotate !== undefined) {
    const angle = (drawSigned(random, rotate) * Math.PI) / 180;
    then(rotation(Math.cos(angle), Math.sin(angle)));
  }
  if (perspective !== undefined) {
    const tilt = random.uniform() * perspective;
    const direction = random.uniform() * 2 * Math.PI;
    const tiltX = (2 * tilt * Math.cos(direction)) / width;
    const tiltY = (2 * tilt * Math.sin(direction)) / height;
    then([1, 0, 0, 0, 1, 0, tiltX, tiltY, 1]);
  }
  if (config.quarterTurns === true) {
    const [cosine, sine] = QUARTER_TURNS[random.int(4)] ?? [1, 0];
    then(rotation(cosine, sine));
  }
  const flipsX = random.uniform() < (config.flipHorizontal ?? 0);
  const flipsY = random.uniform() < (config.flipVertical ?? 0);
  then(axisWarp(flipsX ? -1 : 1, 0, flipsY ? -1 : 1, 0));
  return warp;
};
