import { InvalidArgumentError } from '@ocelli/core';
import { createRandom, type Random } from '../random/random.js';
import type { Dataset } from './labelled-example.js';

export interface EpochOrderOptions {
  readonly seed: number;
  /**
   * How far rare classes are repeated and common ones thinned out, from 0 (classes as often as the dataset
   * has them) to 1 (all alike). A class of n examples gets a share in proportion to `n^(1 - balance)`; the
   * length of the epoch stays. Default 0.
   */
  readonly balance?: number;
  /** At most so many examples of each group in an epoch, others in the next. Default: all. */
  readonly examplesPerGroup?: number;
}

/** Which example comes when. */
export interface EpochOrder {
  /** Positions of every epoch. */
  readonly length: number;
  /** Indices of examples, a function of (seed, epoch). `[length]` */
  of(epoch: number): Int32Array;
}

/** Indices of examples by class, then by group. */
const indexGroups = ({ labels, examples }: Dataset): number[][][] => {
  const byClass = labels.map(() => new Map<string | number, number[]>());
  examples.forEach(({ label, group }, index) => {
    const groups = byClass[label];
    const key = group ?? index;
    const known = groups?.get(key);
    if (known === undefined) groups?.set(key, [index]);
    else known.push(index);
  });
  return byClass.map((groups) => [...groups.values()]);
};

/** Shares of `total` as whole numbers that add up to it (largest remainder). */
const apportion = (weights: readonly number[], total: number): number[] => {
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const shares = exact.map(Math.floor);
  const rest = total - shares.reduce((a, b) => a + b, 0);
  exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
    .slice(0, rest)
    .forEach(({ index }) => {
      shares[index] = (shares[index] ?? 0) + 1;
    });
  return shares;
};

const checkOptions = ({ balance = 0, examplesPerGroup = 1 }: EpochOrderOptions): void => {
  if (!(balance >= 0 && balance <= 1)) {
    throw new InvalidArgumentError({
      argument: 'options.balance',
      expected: 'a number from 0 to 1',
      actual: String(balance),
    });
  }
  if (!(Number.isSafeInteger(examplesPerGroup) && examplesPerGroup >= 1)) {
    throw new InvalidArgumentError({
      argument: 'options.examplesPerGroup',
      expected: 'a positive integer',
      actual: String(examplesPerGroup),
    });
  }
};

const sample = (groups: readonly number[][], perGroup: number, random: Random): number[] =>
  groups.flatMap((group) => {
    if (group.length <= perGroup) return group;
    const shuffled = [...group];
    random.shuffle(shuffled);
    return shuffled.slice(0, perGroup);
  });

/**
 * Creates the shuffled order of training examples.
 *
 * @throws InvalidArgumentError naming the option that is out of range.
 */
export const createEpochOrder = (dataset: Dataset, options: EpochOrderOptions): EpochOrder => {
  checkOptions(options);
  const { seed, balance = 0, examplesPerGroup = Infinity } = options;
  const classes = indexGroups(dataset);
  const sizes = classes.map((groups) =>
    groups.reduce((sum, group) => sum + Math.min(group.length, examplesPerGroup), 0),
  );
  const length = sizes.reduce((a, b) => a + b, 0);
  const weights = sizes.map((size) => (size === 0 ? 0 : size ** (1 - balance)));
  const shares = apportion(weights, length);
  return {
    length,
    of: (epoch) => {
      const random = createRandom('order', seed, epoch);
      const order: number[] = [];
      classes.forEach((groups, label) => {
        const available = sample(groups, examplesPerGroup, random);
        random.shuffle(available);
        const share = shares[label] ?? 0;
        for (let at = 0; at < share; at += 1) order.push(available[at % available.length] ?? 0);
      });
      random.shuffle(order);
      return Int32Array.from(order);
    },
  };
};
