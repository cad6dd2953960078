import type { Schedule } from './schedule.js';

export interface StepDecayOptions {
  readonly learningRate: number;
  /** Steps between two drops. */
  readonly every: number;
  /** What a drop multiplies the rate with. Default 0.1. */
  readonly factor?: number;
}

/** `learningRate * factor^floor(step / every)`: PyTorch's `StepLR`. */
export const stepDecay =
  ({ learningRate, every, factor = 0.1 }: StepDecayOptions): Schedule =>
  (step) =>
    learningRate * factor ** Math.floor(step / every);
