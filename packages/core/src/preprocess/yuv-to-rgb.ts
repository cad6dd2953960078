import type { YuvMatrix, YuvRange } from '../frame/pixel-format.js';

/**
 * Constants of the integer YUV-to-RGB conversion, all within 16 bits with a sign.
 *
 * With `mul(a, k) = (a * k + 16384) >> 15`, in 64ths of a grey level:
 *
 * ```
 * luma  = base + mul((Y - 128) << 8, lumaScale)
 * red   = luma + mul((V - 128) << 8, redFromV)
 * green = luma + mul((U - 128) << 8, greenFromU) + mul((V - 128) << 8, greenFromV)
 * blue  = luma + mul((U - 128) << 8, blueFromU)
 * ```
 *
 * and each colour becomes `clamp(colour >> 6, 0, 255)`. `base` is the luma of Y = 128 and half a grey level,
 * for rounding. Each product is off by at most half a 64th and the rounding of its constant,
 * so a colour is within one grey level of the rounded real-valued formula. Chroma samples are replicated
 * over their 2x2 luma samples (nearest), without interpolation.
 */
export interface YuvFactors {
  readonly lumaScale: number;
  readonly base: number;
  readonly redFromV: number;
  readonly greenFromU: number;
  readonly greenFromV: number;
  readonly blueFromU: number;
}

/** Weights of red and blue in luma: ITU-R BT.601-7 section 2.5.1, BT.709-6 item 3.2. */
const LUMA_WEIGHTS: { readonly [M in YuvMatrix]: { readonly red: number; readonly blue: number } } =
  { bt601: { red: 0.299, blue: 0.114 }, bt709: { red: 0.2126, blue: 0.0722 } };

/** Code values that span black to white, and a colour difference from -0.5 to 0.5. */
const RANGES: {
  readonly [R in YuvRange]: {
    readonly offset: number;
    readonly luma: number;
    readonly chroma: number;
  };
} = {
  limited: { offset: 16, luma: 219, chroma: 224 },
  full: { offset: 0, luma: 255, chroma: 255 },
};

/** The constants of a matrix and a range. */
export const yuvFactors = (matrix: YuvMatrix, range: YuvRange): YuvFactors => {
  const { red, blue } = LUMA_WEIGHTS[matrix];
  const green = 1 - red - blue;
  const { offset, luma, chroma } = RANGES[range];
  const fixed = (factor: number) => Math.round(factor * (255 / chroma) * 64 * 128);
  return {
    lumaScale: Math.round((255 / luma) * 64 * 128),
    base: Math.round((128 - offset) * (255 / luma) * 64) + 32,
    redFromV: fixed(2 * (1 - red)),
    greenFromU: fixed((-2 * (1 - blue) * blue) / green),
    greenFromV: fixed((-2 * (1 - red) * red) / green),
    blueFromU: fixed(2 * (1 - blue)),
  };
};

const multiply = (a: number, factor: number): number => (a * factor + 16384) >> 15;

const grayLevel = (colour: number): number => Math.min(255, Math.max(0, colour >> 6));

/** Converts one sample triple; writes red, green and blue to `rgb`. */
export const yuvToRgb = (
  y: number,
  u: number,
  v: number,
  factors: YuvFactors,
  rgb: Uint8Array,
): void => {
  const luma = factors.base + multiply((y - 128) << 8, factors.lumaScale);
  const uTerm = (u - 128) << 8;
  const vTerm = (v - 128) << 8;
  rgb[0] = grayLevel(luma + multiply(vTerm, factors.redFromV));
  rgb[1] = grayLevel(
    luma + multiply(uTerm, factors.greenFromU) + multiply(vTerm, factors.greenFromV),
  );
  rgb[2] = grayLevel(luma + multiply(uTerm, factors.blueFromU));
};
