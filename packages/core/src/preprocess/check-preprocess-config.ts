import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import {
  CHANNEL_ORDERS,
  INPUT_DTYPES,
  type PreprocessConfig,
  RESAMPLING_KERNELS,
  type ResizeConfig,
  TENSOR_LAYOUTS,
} from './preprocess-config.js';
import { CHANNEL_COUNTS } from './tensor-writer.js';

const check = (isValid: boolean, field: string, expected: string, actual: unknown): void => {
  if (isValid) return;
  throw new InvalidArgumentError({
    argument: `config.${field}`,
    expected,
    actual: typeof actual === 'string' ? `'${actual}'` : (JSON.stringify(actual) ?? String(actual)),
  });
};

/** Pixels that a side may have: sizes and their products stay exact, and coefficients addressable. */
const MAX_SIDE = 1 << 24;

const checkSide = (field: string, value: number): void => {
  const isValid = Number.isInteger(value) && value >= 1 && value <= MAX_SIDE;
  check(isValid, field, `a whole number of pixels from 1 to ${MAX_SIDE}`, value);
};

const checkOneOf = (field: string, allowed: readonly string[], value: string): void =>
  check(allowed.includes(value), field, `one of ${allowed.join(', ')}`, value);

const isLevel = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 255;

const checkResize = (resize: ResizeConfig): void => {
  checkOneOf('resize.mode', ['none', 'shortest-edge', 'squash', 'letterbox'], resize.mode);
  if (resize.mode === 'none') return;
  if (resize.mode === 'shortest-edge') {
    checkSide('resize.size', resize.size);
    return;
  }
  checkSide('resize.width', resize.width);
  checkSide('resize.height', resize.height);
  if (resize.mode === 'squash') return;
  const { padColor } = resize;
  const isColor = padColor.length === 3 && padColor.every(isLevel);
  check(isColor, 'resize.padColor', 'three whole numbers from 0 to 255', padColor);
};

const checkValues = ({ channelOrder, mean, std, rescaleFactor }: PreprocessConfig): void => {
  const count = CHANNEL_COUNTS[channelOrder];
  const numbers = `${count} finite ${count === 1 ? 'number' : 'numbers'} for ${channelOrder}`;
  check(Number.isFinite(rescaleFactor), 'rescaleFactor', 'a finite number', rescaleFactor);
  check(mean.length === count && mean.every(Number.isFinite), 'mean', numbers, mean);
  // A float32 that underflows to 0 would divide by zero as well.
  const isDivisor = (value: number) => Number.isFinite(value) && Math.fround(value) !== 0;
  check(std.length === count && std.every(isDivisor), 'std', `${numbers}, none of them 0`, std);
};

/**
 * Checks the fields of a configuration that come from outside, where types do not hold.
 *
 * @throws InvalidArgumentError that names the field.
 */
export const checkPreprocessConfig = (config: PreprocessConfig): void => {
  checkResize(config.resize);
  checkOneOf('kernel', RESAMPLING_KERNELS, config.kernel);
  checkOneOf('channelOrder', CHANNEL_ORDERS, config.channelOrder);
  checkOneOf('layout', TENSOR_LAYOUTS, config.layout);
  checkOneOf('dtype', INPUT_DTYPES, config.dtype);
  if (config.centerCrop !== undefined) {
    checkSide('centerCrop.width', config.centerCrop.width);
    checkSide('centerCrop.height', config.centerCrop.height);
  }
  checkValues(config);
};

/**
 * Width and height of the output, which the configuration alone must fix.
 *
 * @throws InvalidArgumentError when they would depend on the picture.
 */
export const outputSize = ({
  resize,
  centerCrop,
}: PreprocessConfig): { readonly width: number; readonly height: number } => {
  if (centerCrop !== undefined) return centerCrop;
  if (resize.mode === 'squash' || resize.mode === 'letterbox') return resize;
  throw new InvalidArgumentError({
    argument: 'config.centerCrop',
    expected: `given with resize mode ${resize.mode}, for the input to have one size`,
    actual: 'missing',
    remedy: 'Add centerCrop, or use squash or letterbox.',
  });
};
