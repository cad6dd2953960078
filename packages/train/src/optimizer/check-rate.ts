import { InvalidArgumentError } from '@ocelli/core';

/** @throws InvalidArgumentError unless `value` is a number from 0 to below `limit`. */
export const checkRate = (argument: string, value: number, limit = 1): void => {
  if (value >= 0 && value < limit) return;
  throw new InvalidArgumentError({
    argument,
    expected: limit === Infinity ? 'a number of 0 or more' : `a number from 0 to below ${limit}`,
    actual: String(value),
  });
};
