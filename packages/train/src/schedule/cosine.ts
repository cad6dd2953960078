import type { Schedule } from './schedule.js';

export interface CosineOptions {
  /** Highest rate. */
  readonly learningRate: number;
  /** Steps of the whole run; later ones keep the lowest rate. */
  readonly steps: number;
  /** Steps before the highest rate is reached. Default 0. */
  readonly warmupSteps?: number;
  /** Lowest rate. Default 0. */
  readonly minimum?: number;
}

/**
 * Rises linearly from `learningRate / (warmupSteps + 1)` to `learningRate`, then falls along half a cosine to `minimum`
 * (Loshchilov and Hutter 2016, arXiv:1608.03983): PyTorch's `LinearLR` followed by `CosineAnnealingLR`.
 */
export const cosine =
  ({ learningRate, steps, warmupSteps = 0, minimum = 0 }: CosineOptions): Schedule =>
  (step) => {
    if (step < warmupSteps) return (learningRate * (step + 1)) / (warmupSteps + 1);
    const progress = step >= steps ? 1 : (step - warmupSteps) / (steps - warmupSteps);
    return minimum + ((learningRate - minimum) * (1 + Math.cos(Math.PI * progress))) / 2;
  };
