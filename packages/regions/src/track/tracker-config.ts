import { InvalidArgumentError } from '@ocelli/core';

export interface TrackerConfig {
  /** A region is there once it was found this often, ... Default 3. */
  readonly minHits?: number;
  /** ... and for this long, in milliseconds of capture time. Default 80. */
  readonly dwellMs?: number;
  /** A region is gone when it was not found for longer than this. Default 400. */
  readonly maxMissMs?: number;
}

export interface TrackerRules {
  readonly minHits: number;
  readonly dwellUs: number;
  readonly maxMissUs: number;
}

/** Checks the configuration and fills in its defaults. Throws InvalidArgumentError. */
export const resolveTracker = ({
  minHits = 3,
  dwellMs = 80,
  maxMissMs = 400,
}: TrackerConfig): TrackerRules => {
  if (!Number.isSafeInteger(minHits) || minHits < 1) {
    throw new InvalidArgumentError({
      argument: 'config.minHits',
      expected: 'a positive integer',
      actual: String(minHits),
    });
  }
  for (const [name, value] of Object.entries({ dwellMs, maxMissMs })) {
    if (value >= 0 && value < Infinity) continue;
    throw new InvalidArgumentError({
      argument: `config.${name}`,
      expected: 'a number of 0 or more',
      actual: String(value),
    });
  }
  return { minHits, dwellUs: 1000 * dwellMs, maxMissUs: 1000 * maxMissMs };
};
