import { elementCount } from '@ocelli/core';
import type { GraphBuilder } from '@ocelli/onnx';
import type { BatchStatistics } from './training-form.js';

/** Share of the batch in running statistics: PyTorch's default. */
const MOMENTUM = 0.1;

/**
 * Appends `running = (1 - m) * running + m * batch` for mean and variance, with the unbiased variance of
 * the batch (`n / (n - 1)` times the biased one) as PyTorch has it.
 */
export const appendRunningStatistics = (
  g: GraphBuilder,
  { runningMean, runningVariance, mean, variance }: BatchStatistics,
  dims: readonly number[],
): { readonly mean: string; readonly variance: string } => {
  const count = elementCount(dims) / (dims[1] ?? 1);
  const mix = (running: string, batch: string, share: number): string =>
    g.node('Add', [
      g.node('Mul', [running, g.scalar('momentum', 'float32', 1 - MOMENTUM)]),
      g.node('Mul', [batch, g.scalar('momentum', 'float32', share)]),
    ]);
  const unbiased = count > 1 ? count / (count - 1) : 1;
  return {
    mean: mix(runningMean, mean, MOMENTUM),
    variance: mix(runningVariance, variance, MOMENTUM * unbiased),
  };
};
