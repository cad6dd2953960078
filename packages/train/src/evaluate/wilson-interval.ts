import { InvalidArgumentError } from '@ocelli/core';

/** Standard normal quantile of a two-sided 95 % interval. */
const Z_95 = 1.959963984540054;

/**
 * Wilson score interval of a share, 95 %: honest also for few examples and near 0 and 1, where the
 * textbook interval is empty.
 *
 * @throws InvalidArgumentError unless `0 <= hits <= count` and `count > 0`.
 */
export const wilsonInterval = (hits: number, count: number): { low: number; high: number } => {
  if (!(count > 0 && hits >= 0 && hits <= count)) {
    throw new InvalidArgumentError({
      argument: 'hits',
      expected: 'from 0 to a count above 0',
      actual: `${String(hits)} of ${String(count)}`,
    });
  }
  const share = hits / count;
  const z2 = Z_95 * Z_95;
  const scale = 1 + z2 / count;
  const center = (share + z2 / (2 * count)) / scale;
  const half = (Z_95 / scale) * Math.sqrt((share * (1 - share)) / count + z2 / (4 * count * count));
  return {
    low: hits === 0 ? 0 : Math.max(0, center - half),
    high: hits === count ? 1 : Math.min(1, center + half),
  };
};
