import { InvalidArgumentError } from '../errors/invalid-argument-error.js';

/**
 * Index of the largest value; the first of equal ones.
 *
 * @throws InvalidArgumentError when there are no values.
 */
export const argmax = (values: ArrayLike<number>): number => {
  if (values.length === 0) {
    throw new InvalidArgumentError({ argument: 'values', expected: 'not empty', actual: 'empty' });
  }
  let best = 0;
  for (let i = 1; i < values.length; i += 1) {
    if ((values[i] ?? -Infinity) > (values[best] ?? -Infinity)) best = i;
  }
  return best;
};
