import { TYPED_ARRAYS, type TypedArrayOf } from '../tensor/dtype.js';
import { float32ToFloat16Bits } from '../tensor/float16.js';
import type { InputDType, PreprocessConfig } from './preprocess-config.js';
import { roundHalfEven } from './round-half-even.js';

const ENCODE: { readonly [D in InputDType]: (value: number) => number } = {
  float32: (value) => value,
  float16: float32ToFloat16Bits,
  uint8: (value) => Math.min(255, Math.max(0, roundHalfEven(value))),
};

/**
 * The 256 tensor values of each channel, in the order of `channelOrder`:
 * `(level * rescaleFactor - mean) / std`, each step rounded to float32 as numpy does it.
 */
export const valueTables = (config: PreprocessConfig): readonly TypedArrayOf<InputDType>[] =>
  config.mean.map((mean, channel) => {
    const std = Math.fround(config.std[channel] ?? 1);
    const table = new TYPED_ARRAYS[config.dtype](256);
    for (let level = 0; level < 256; level += 1) {
      const centred = Math.fround(Math.fround(level * config.rescaleFactor) - Math.fround(mean));
      table[level] = ENCODE[config.dtype](Math.fround(centred / std));
    }
    return table;
  });
