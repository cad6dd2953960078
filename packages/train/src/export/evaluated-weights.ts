import type { Tensor } from '@ocelli/core';
import { averageOf, type TrainingStep } from '../step/training-step.js';

/** The weights and statistics to evaluate and export: the moving averages where the step keeps them. */
export const evaluatedWeights = (
  { parameters, buffers }: Pick<TrainingStep, 'parameters' | 'buffers'>,
  state: Readonly<Record<string, Tensor>>,
): Record<string, Tensor> =>
  Object.fromEntries(
    [...parameters, ...buffers].flatMap((name) => {
      const tensor = state[averageOf(name)] ?? state[name];
      return tensor === undefined ? [] : [[name, tensor]];
    }),
  );
