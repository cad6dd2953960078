import { CHANNEL_COUNTS, type PreprocessConfig } from './preprocess-config.js';

/** Pixels that a side may have: sizes and their products stay exact, and coefficients addressable. */
export const MAX_SIDE = 2 ** 24;

/** Whether a value can be a width or a height. */
export const isSide = (value: number): boolean =>
  Number.isInteger(value) && value >= 1 && value <= MAX_SIDE;

/** Values that one input tensor may have: 2 GiB of float32, and positions stay within 32 bits. */
export const MAX_INPUT_ELEMENTS = 2 ** 29;

/** Whether a value can be divided by as float32: one that underflows to 0 cannot. */
export const isDivisor = (value: number): boolean =>
  Number.isFinite(value) && Math.fround(value) !== 0;

/** Width and height of the output; undefined where they depend on the picture. */
export const fixedOutputSize = ({
  resize,
  centerCrop,
}: Pick<PreprocessConfig, 'resize' | 'centerCrop'>):
  { readonly width: number; readonly height: number } | undefined => {
  if (centerCrop !== undefined) return centerCrop;
  return resize.mode === 'squash' || resize.mode === 'letterbox' ? resize : undefined;
};

/** Values of one input tensor; 0 where they depend on the picture. */
export const inputElements = (
  config: Pick<PreprocessConfig, 'resize' | 'centerCrop' | 'channelOrder'>,
): number => {
  const { width, height } = fixedOutputSize(config) ?? { width: 0, height: 0 };
  return width * height * CHANNEL_COUNTS[config.channelOrder];
};

/** Whether dims are those of a picture input of a size that can be held: planes of height and width. */
export const isInputSize = (dims: readonly number[]): boolean =>
  dims.length >= 2 &&
  dims.every((dim) => Number.isSafeInteger(dim) && dim >= 1) &&
  dims.reduce((product, dim) => product * dim, 1) <= MAX_INPUT_ELEMENTS;
