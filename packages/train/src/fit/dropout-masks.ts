import { createTensor, type Tensor } from '@ocelli/core';
import { createRandom } from '../random/random.js';
import type { DropoutMask } from '../step/training-step.js';

/** The masks of one step: 0 with probability `rate`, else `1 / (1 - rate)`. They depend on seed and step alone. */
export const dropoutMasks = (
  masks: readonly DropoutMask[],
  seed: number,
  step: number,
): Record<string, Tensor<'float32'>> =>
  Object.fromEntries(
    masks.map(({ input, dims, rate }) => {
      const random = createRandom(seed, 'dropout', step, input);
      const mask = createTensor('float32', dims);
      const kept = 1 / (1 - rate);
      for (let at = 0; at < mask.data.length; at += 1) {
        mask.data[at] = random.uniform() < rate ? 0 : kept;
      }
      return [input, mask];
    }),
  );
