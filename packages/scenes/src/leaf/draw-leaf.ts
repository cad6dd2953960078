import type { Rgb } from '../raster/bitmap.js';
import { hashUnit } from '../random/seeded-random.js';
import { createNoiseTexture, valueNoise } from '../random/value-noise.js';
import type { LeafLook, LeafShape, Spots } from './leaf-look.js';

/** A drawn leaf on its ground: square, packed RGB, and how much of the leaf is changed. */
export interface LeafPicture {
  readonly size: number;
  readonly rgb: Uint8ClampedArray;
  readonly severity: number;
  /** Half breadth and half length of the leaf in pixels; it lies upright in the middle. */
  readonly halfBreadth: number;
  readonly halfLength: number;
}

const clamp01 = (value: number): number => Math.max(0, Math.min(1, value));
const mix = (a: Rgb, b: Rgb, share: number): Rgb => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];
const shade = (colour: Rgb, factor: number): Rgb => [
  colour[0] * factor,
  colour[1] * factor,
  colour[2] * factor,
];

const GROUND: Rgb = [150, 142, 150];
/** Of one cell: the mean of π r² for radii from 0.2 to 0.58. */
const MEAN_SPOT_AREA = 0.51;
/** Half length of a leaf against half the picture. */
const LEAF_REACH = 0.66;

/** Half breadth at `along` (0 at the stalk, 1 at the tip), teeth included. */
const halfBreadthAt = (shape: LeafShape, along: number): number => {
  if (along <= 0 || along >= 1) return -1;
  const power = Math.log(0.5) / Math.log(shape.broadest);
  const bow = Math.sin(Math.PI * along ** power) ** 0.72;
  const phase = (along * shape.toothCount) % 1;
  return Math.max(0, shape.breadth * bow - shape.teeth * (1 - phase) * Math.min(1, bow * 2));
};

/** Nearness to a vein, 0..1; x across and y from the stalk (1) to the tip (-1). */
const veinAt = (shape: LeafShape, x: number, y: number): number => {
  const side = Math.abs(x);
  if (shape.framing === 'close-up') {
    const fine = Math.abs(((x * 17) % 1) + (x < 0 ? 1 : 0) - 0.5) * 2;
    return Math.max(clamp01(1 - side * 26), 0.35 * clamp01(fine * 4 - 3));
  }
  const midrib = clamp01(1.3 - side * 55);
  // Side veins leave the midrib at about 50 degrees and bend to the tip.
  const t = (((y + 0.85 * side + 0.25 * side * side) * shape.veins) / 1.9) % 1;
  const distance = Math.abs(((t + 1) % 1) - 0.5) * 2;
  return Math.max(midrib, 0.8 * clamp01((distance - 0.86) * 10) * clamp01(1 - side));
};

/** How deep (x, y) lies in a spot, in spot cells: above 0 inside, below 0 outside. One spot at most in each cell. */
const spotDepth = (spots: Spots, seed: number, x: number, y: number): number => {
  const waver = valueNoise(seed + 6, 3 * x * spots.cells + 64, 3 * y * spots.cells + 64, 512) - 0.5;
  const u = x * spots.cells + 32;
  const v = (y * spots.cells) / spots.stretch + 32;
  let deepest = -1;
  for (let row = Math.floor(v) - 1; row <= Math.floor(v) + 1; row++) {
    for (let column = Math.floor(u) - 1; column <= Math.floor(u) + 1; column++) {
      if (hashUnit(seed, row, column, 1) > spots.share / MEAN_SPOT_AREA) continue;
      const centreU = column + hashUnit(seed, row, column, 2);
      const centreV = row + hashUnit(seed, row, column, 3);
      const radius = 0.2 + 0.38 * hashUnit(seed, row, column, 4);
      deepest = Math.max(deepest, radius - Math.hypot(u - centreU, v - centreV));
    }
  }
  return deepest + 0.3 * waver;
};

interface Surface {
  readonly colour: Rgb;
  readonly isSick: boolean;
}

const leafSurface = (look: LeafLook, seed: number, x: number, y: number): Surface => {
  const vein = veinAt(look.shape, x, y);
  const cloud = valueNoise(seed + 1, 3 * x + 20, 3 * y + 20, 256);
  const fine = valueNoise(seed + 2, 42 * x + 64, 42 * y + 64, 512);
  let colour = shade(look.green, 0.8 + 0.26 * cloud + 0.16 * fine);
  const mottle =
    look.mottle * clamp01(valueNoise(seed + 3, 4 * x + 40, 4 * y + 40, 256) * 2.2 - 0.6);
  colour = mix(colour, [186, 172, 62], 0.75 * mottle);
  colour = mix(colour, look.vein, 0.7 * vein);
  // Between the veins the leaf bulges: one side of each vein lies in the light.
  colour = shade(colour, 1 + 0.22 * (veinAt(look.shape, x + 0.02, y + 0.02) - vein));
  const { spots } = look;
  if (spots === undefined) return { colour, isSick: mottle > 0.4 };
  const depth = spotDepth(spots, seed, x, y);
  colour = mix(
    colour,
    spots.halo,
    0.85 * clamp01(1 + depth / spots.haloWidth) * (depth < 0 ? 1 : 0),
  );
  if (depth > 0) {
    const tone = 0.85 + 0.3 * fine;
    colour = shade(mix(spots.rim, spots.core, clamp01((depth - 0.04) * 12)), tone);
  }
  return { colour, isSick: depth > 0 };
};

/** Draws a leaf in the middle of a square of `size` pixels, or filling it when it is a close-up. */
export const drawLeaf = (look: LeafLook, seed: number, size: number): LeafPicture => {
  const rgb = new Uint8ClampedArray(3 * size * size);
  const grain = createNoiseTexture({ seed: seed + 7, size: 256, cells: 16, octaves: 4, gain: 0.8 });
  const half = size / 2;
  const isCloseUp = look.shape.framing === 'close-up';
  const reach = isCloseUp ? half : half * LEAF_REACH;
  const pixel = 1 / reach;
  let [area, sick] = [0, 0];
  const depthAt = (x: number, y: number): number => {
    if (isCloseUp) return 1;
    const bend = x + 0.06 * Math.sin(2.4 * y + seed);
    return halfBreadthAt(look.shape, (1 - y) / 2) - Math.abs(bend);
  };
  for (let py = 0, at = 0; py < size; py++) {
    for (let px = 0; px < size; px++, at += 3) {
      const [x, y] = [(px + 0.5 - half) * pixel, (py + 0.5 - half) * pixel];
      const leafShare = clamp01(depthAt(x, y) / (1.5 * pixel) + 0.5);
      let colour: Rgb = GROUND;
      if (leafShare < 1) {
        const grainAt = grain[((py & 255) << 8) + (px & 255)] ?? 128;
        const shadow = clamp01(depthAt(x + 0.04, y - 0.05) / 0.05 + 0.4);
        const stalk = y > 0.97 && y < 1.2 && Math.abs(x - 0.05 * Math.sin(y * 5)) < 0.02;
        colour = stalk ? look.vein : shade(GROUND, (0.88 + grainAt / 1060) * (1 - 0.45 * shadow));
      }
      if (leafShare > 0) {
        const bend = isCloseUp ? x : x + 0.06 * Math.sin(2.4 * y + seed);
        const surface = leafSurface(look, seed, bend, y);
        colour = mix(colour, surface.colour, leafShare);
        area += 1;
        if (surface.isSick) sick += 1;
      }
      rgb[at] = colour[0];
      rgb[at + 1] = colour[1];
      rgb[at + 2] = colour[2];
    }
  }
  return {
    size,
    rgb,
    severity: area === 0 ? 0 : sick / area,
    halfBreadth: isCloseUp ? half : look.shape.breadth * reach,
    halfLength: reach,
  };
};
