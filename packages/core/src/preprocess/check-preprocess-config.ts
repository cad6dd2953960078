import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import {
  fixedOutputSize,
  inputElements,
  isDivisor,
  isSide,
  MAX_INPUT_ELEMENTS,
  MAX_SIDE,
} from './preprocess-bounds.js';
import {
  CHANNEL_COUNTS,
  CHANNEL_ORDERS,
  CROP_ROUNDINGS,
  INPUT_DTYPES,
  type PreprocessConfig,
  RESAMPLING_KERNELS,
  type ResizeConfig,
  TENSOR_LAYOUTS,
} from './preprocess-config.js';

const check = (isValid: boolean, argument: string, expected: string, actual: unknown): void => {
  if (isValid) return;
  throw new InvalidArgumentError({
    argument,
    expected,
    actual: typeof actual === 'string' ? `'${actual}'` : (JSON.stringify(actual) ?? String(actual)),
  });
};

const checkObject = (argument: string, value: unknown): void =>
  check(typeof value === 'object' && value !== null, argument, 'an object', value);

const checkSide = (argument: string, value: number): void =>
  check(isSide(value), argument, `a whole number of pixels from 1 to ${MAX_SIDE}`, value);

const checkOneOf = (argument: string, allowed: readonly string[], value: string): void =>
  check(allowed.includes(value), argument, `one of ${allowed.join(', ')}`, value);

const checkList = (
  argument: string,
  value: readonly number[],
  length: number,
  isItem: (item: number) => boolean,
  expected: string,
): void => {
  const isValid = Array.isArray(value) && value.length === length && value.every(isItem);
  check(isValid, argument, expected, value);
};

const isLevel = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 255;

const checkResize = (resize: ResizeConfig): void => {
  checkObject('config.resize', resize);
  checkOneOf('config.resize.mode', ['none', 'shortest-edge', 'squash', 'letterbox'], resize.mode);
  if (resize.mode === 'none') return;
  if (resize.mode === 'shortest-edge') {
    checkSide('config.resize.size', resize.size);
    return;
  }
  checkSide('config.resize.width', resize.width);
  checkSide('config.resize.height', resize.height);
  if (resize.mode === 'squash') return;
  const levels = 'three whole numbers from 0 to 255';
  checkList('config.resize.padColor', resize.padColor, 3, isLevel, levels);
};

const checkCenterCrop = ({ centerCrop }: PreprocessConfig): void => {
  if (centerCrop === undefined) return;
  checkObject('config.centerCrop', centerCrop);
  checkSide('config.centerCrop.width', centerCrop.width);
  checkSide('config.centerCrop.height', centerCrop.height);
  const { rounding } = centerCrop;
  if (rounding !== undefined) checkOneOf('config.centerCrop.rounding', CROP_ROUNDINGS, rounding);
};

const checkValues = ({ channelOrder, mean, std, rescaleFactor }: PreprocessConfig): void => {
  const count = CHANNEL_COUNTS[channelOrder];
  const numbers = `${count} finite ${count === 1 ? 'number' : 'numbers'} for ${channelOrder}`;
  const isFactor = Number.isFinite(rescaleFactor) && rescaleFactor > 0;
  check(isFactor, 'config.rescaleFactor', 'a finite number above 0', rescaleFactor);
  checkList('config.mean', mean, count, Number.isFinite, numbers);
  checkList('config.std', std, count, isDivisor, `${numbers}, none of them 0 as float32`);
};

/**
 * Checks the fields of a configuration that come from outside, where types do not hold. It accepts what
 * `parseModelCard` accepts as `preprocess`.
 *
 * @throws InvalidArgumentError that names the field.
 */
export const checkPreprocessConfig = (config: PreprocessConfig): void => {
  checkObject('config', config);
  checkResize(config.resize);
  checkOneOf('config.kernel', RESAMPLING_KERNELS, config.kernel);
  checkOneOf('config.channelOrder', CHANNEL_ORDERS, config.channelOrder);
  checkOneOf('config.layout', TENSOR_LAYOUTS, config.layout);
  checkOneOf('config.dtype', INPUT_DTYPES, config.dtype);
  checkCenterCrop(config);
  checkValues(config);
  const elements = inputElements(config);
  const field = config.centerCrop === undefined ? 'config.resize' : 'config.centerCrop';
  const bound = `a size of at most ${MAX_INPUT_ELEMENTS} values, all channels together`;
  check(elements <= MAX_INPUT_ELEMENTS, field, bound, elements);
};

/**
 * Width and height of the output, which the configuration alone must fix.
 *
 * @throws InvalidArgumentError when they would depend on the picture.
 */
export const outputSize = (
  config: PreprocessConfig,
): { readonly width: number; readonly height: number } => {
  const size = fixedOutputSize(config);
  if (size !== undefined) return size;
  throw new InvalidArgumentError({
    argument: 'config.centerCrop',
    expected: `given with resize mode ${config.resize.mode}, for the input to have one size`,
    actual: 'missing',
    remedy: 'Add centerCrop, or use squash or letterbox.',
  });
};
