import { InvalidArgumentError } from '../errors/invalid-argument-error.js';

/**
 * Indices of the `k` largest values, best first, equal values by index; fewer when there are fewer.
 * With `isCandidate`, an index whose entry is 0 is left out.
 *
 * One pass with a binary search in the best so far: about n comparisons when k is small.
 *
 * @throws InvalidArgumentError when `k` is not a positive integer.
 */
export const topK = (
  values: ArrayLike<number>,
  k: number,
  { isCandidate }: { isCandidate?: ArrayLike<number> } = {},
): number[] => {
  if (!Number.isSafeInteger(k) || k < 1) {
    throw new InvalidArgumentError({
      argument: 'k',
      expected: 'a positive integer',
      actual: String(k),
    });
  }
  const best = new Int32Array(Math.min(k, values.length));
  const valueOf = (rank: number): number => values[best[rank] ?? 0] ?? -Infinity;
  let found = 0;
  for (let index = 0; index < values.length; index += 1) {
    if (isCandidate !== undefined && isCandidate[index] === 0) continue;
    const value = values[index] ?? -Infinity;
    if (found === best.length && !(value > valueOf(found - 1))) continue;
    let low = 0;
    let high = found;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (valueOf(middle) >= value) low = middle + 1;
      else high = middle;
    }
    if (found < best.length) found += 1;
    best.copyWithin(low + 1, low, found - 1);
    best[low] = index;
  }
  return Array.from(best.subarray(0, found));
};
