import type { Random } from '../random/random.js';
import type { AugmentationConfig } from './augmentation-config.js';
import { drawLogEven, drawSigned } from './draw-warp.js';

/** A change of colour, drawn for one picture. */
export interface Recoloring {
  readonly gamma: number;
  readonly brightness: number;
  readonly contrast: number;
  /** Factors of red, green and blue. */
  readonly tint: readonly [number, number, number];
  /** Mixes red, green and blue, row by row; undefined where colours stay apart. */
  readonly matrix: readonly number[] | undefined;
  /** Change of brightness from the middle to the right and to the lower edge. */
  readonly slope: readonly [number, number];
}

/**
 * The matrices of `hue-rotate` and `saturate` (W3C Filter Effects, 2018), one after the other: they keep
 * the luma and leave grey alone.
 */
const colorMatrix = (hueDegrees: number, saturation: number): readonly number[] => {
  const cosine = Math.cos((hueDegrees * Math.PI) / 180) * saturation;
  const sine = Math.sin((hueDegrees * Math.PI) / 180) * saturation;
  return [
    0.213 + cosine * 0.787 - sine * 0.213,
    0.715 - cosine * 0.715 - sine * 0.715,
    0.072 - cosine * 0.072 + sine * 0.928,
    0.213 - cosine * 0.213 + sine * 0.143,
    0.715 + cosine * 0.285 + sine * 0.14,
    0.072 - cosine * 0.072 - sine * 0.283,
    0.213 - cosine * 0.213 - sine * 0.787,
    0.715 - cosine * 0.715 + sine * 0.715,
    0.072 + cosine * 0.928 + sine * 0.072,
  ];
};

/** Draws how the colours of one picture change; undefined when the configuration changes none. */
export const drawRecoloring = (
  config: AugmentationConfig,
  random: Random,
): Recoloring | undefined => {
  const { gamma, brightness, contrast, tint, saturation, hue, grayscale, illumination } = config;
  const fields = [gamma, brightness, contrast, tint, saturation, hue, grayscale, illumination];
  if (fields.every((field) => field === undefined)) return undefined;
  const factor = (largest = 0) => 1 + drawSigned(random, largest);
  const isGray = random.uniform() < (grayscale ?? 0);
  const keepsColors = (saturation ?? 0) === 0 && (hue ?? 0) === 0 && !isGray;
  const direction = random.uniform() * 2 * Math.PI;
  const light = random.uniform() * (illumination ?? 0);
  return {
    gamma: gamma === undefined ? 1 : drawLogEven(random, gamma),
    brightness: factor(brightness),
    contrast: factor(contrast),
    tint: [factor(tint), factor(tint), factor(tint)],
    matrix: keepsColors
      ? undefined
      : colorMatrix(drawSigned(random, hue ?? 0), isGray ? 0 : factor(saturation)),
    slope: [light * Math.cos(direction), light * Math.sin(direction)],
  };
};

/** Mean of all samples, from every fourth pixel. */
const meanLevel = (pixels: Uint8Array): number => {
  let sum = 0;
  let count = 0;
  for (let at = 0; at + 2 < pixels.length; at += 12, count += 3) {
    sum += (pixels[at] as number) + (pixels[at + 1] as number) + (pixels[at + 2] as number);
  }
  return sum / Math.max(1, count);
};

const clampLevel = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);

/** `tint * brightness * (mean + contrast * (255 (level / 255)^gamma - mean))`, three channels of 256. */
const levelTable = (
  { gamma, brightness, contrast, tint }: Recoloring,
  mean: number,
): Float32Array => {
  const table = new Float32Array(768);
  for (let level = 0; level < 256; level += 1) {
    const curved = gamma === 1 ? level : 255 * (level / 255) ** gamma;
    const value = brightness * (mean + contrast * (curved - mean));
    for (let channel = 0; channel < 3; channel += 1) {
      table[channel * 256 + level] = clampLevel(value * (tint[channel] ?? 1));
    }
  }
  return table;
};

/** Changes the colours of an RGB picture `[height, width, 3]` in place. */
export const recolorPicture = (
  pixels: Uint8Array,
  width: number,
  height: number,
  recoloring: Recoloring,
): void => {
  const mean = recoloring.contrast === 1 ? 0 : meanLevel(pixels);
  const table = levelTable(recoloring, mean);
  const { matrix, slope } = recoloring;
  const [slopeX, slopeY] = slope;
  if (matrix === undefined && slopeX === 0 && slopeY === 0) {
    const levels = new Uint8Array(table.map((value) => value + 0.5));
    for (let at = 0; at < pixels.length; at += 3) {
      pixels[at] = levels[pixels[at] as number] as number;
      pixels[at + 1] = levels[256 + (pixels[at + 1] as number)] as number;
      pixels[at + 2] = levels[512 + (pixels[at + 2] as number)] as number;
    }
    return;
  }
  const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0, g = 0, h = 0, i = 1] = matrix ?? [];
  const stepX = (2 * slopeX) / width;
  let at = 0;
  for (let row = 0; row < height; row += 1) {
    let light = 1 + slopeY * ((2 * row + 1) / height - 1) + slopeX * (1 / width - 1);
    for (let column = 0; column < width; column += 1, at += 3, light += stepX) {
      const red = (table[pixels[at] as number] as number) * light;
      const green = (table[256 + (pixels[at + 1] as number)] as number) * light;
      const blue = (table[512 + (pixels[at + 2] as number)] as number) * light;
      pixels[at] = clampLevel(a * red + b * green + c * blue) + 0.5;
      pixels[at + 1] = clampLevel(d * red + e * green + f * blue) + 0.5;
      pixels[at + 2] = clampLevel(g * red + h * green + i * blue) + 0.5;
    }
  }
};
