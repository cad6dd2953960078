/** Median and spread of some measurements, in their unit. */
export interface Quantiles {
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
}

/** Value below which `fraction` of the sorted samples lie. */
const quantile = (sorted: readonly number[], fraction: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? Number.NaN;

/** Median, 10th and 90th percentile of at least one sample; NaN of none. */
export const quantiles = (samples: readonly number[]): Quantiles => {
  const sorted = [...samples].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    p10: quantile(sorted, 0.1),
    p90: quantile(sorted, 0.9),
  };
};
