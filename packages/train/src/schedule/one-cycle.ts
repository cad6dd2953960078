import type { Schedule } from './schedule.js';

export interface OneCycleOptions {
  /** Highest rate. */
  readonly learningRate: number;
  /** Steps of the whole run, at least 2; later ones keep the lowest rate. */
  readonly steps: number;
  /** Share of the steps that the rise takes. Default 0.3. */
  readonly warmupFraction?: number;
  /** The first rate is the highest divided by this. Default 25. */
  readonly startDivisor?: number;
  /** The last rate is the first divided by this. Default 10,000. */
  readonly endDivisor?: number;
}

/** One half cosine up and one down (Smith and Topin 2017, arXiv:1708.07120): PyTorch's `OneCycleLR`. */
export const oneCycle = ({
  learningRate,
  steps,
  warmupFraction = 0.3,
  startDivisor = 25,
  endDivisor = 10_000,
}: OneCycleOptions): Schedule => {
  const first = learningRate / startDivisor;
  const last = first / endDivisor;
  const peak = warmupFraction * steps - 1;
  const between = (from: number, to: number, progress: number): number =>
    to + ((from - to) * (1 + Math.cos(Math.PI * progress))) / 2;
  return (step) =>
    step < peak
      ? between(first, learningRate, step / peak)
      : between(learningRate, last, Math.min((step - peak) / (steps - 1 - peak), 1));
};
