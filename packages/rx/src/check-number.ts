import { InvalidArgumentError } from '@ocelli/core';

const BOUNDS = {
  positive: { isMet: (value) => value > 0 && value < Infinity, expected: 'a number above 0' },
  'positive-or-infinite': { isMet: (value) => value > 0, expected: 'a number above 0 or Infinity' },
  'not-negative': {
    isMet: (value) => value >= 0 && value < Infinity,
    expected: 'a number of 0 or more',
  },
  probability: { isMet: (value) => value >= 0 && value <= 1, expected: 'from 0 to 1' },
  count: {
    isMet: (value) => Number.isSafeInteger(value) && value >= 1,
    expected: 'a positive integer',
  },
  finite: { isMet: Number.isFinite, expected: 'a finite number' },
} as const satisfies Record<string, { isMet: (value: number) => boolean; expected: string }>;

/** Throws InvalidArgumentError unless `value` is within the bound. */
export const checkNumber = (argument: string, value: number, bound: keyof typeof BOUNDS): void => {
  const { isMet, expected } = BOUNDS[bound];
  if (isMet(value)) return;
  throw new InvalidArgumentError({ argument, expected, actual: String(value) });
};
