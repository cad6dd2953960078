import { InvalidArgumentError } from '@ocelli/core';
import { createRandom } from '../random/random.js';
import type { Dataset, LabelledExample } from './labelled-example.js';

export interface SplitOptions {
  /** Share of each class's groups that is held out, between 0 and 1. */
  readonly fraction: number;
  readonly seed: number;
}

/** A dataset in two; both have all labels. */
export interface DatasetSplit {
  readonly training: Dataset;
  readonly heldOut: Dataset;
}

/**
 * Examples by group. A group belongs to the class of its first example, and an example without a group is
 * one by itself.
 */
const groupsByClass = ({ labels, examples }: Dataset): LabelledExample[][][] => {
  const byClass: LabelledExample[][][] = labels.map(() => []);
  const byName = new Map<string, LabelledExample[]>();
  for (const example of examples) {
    const known = example.group === undefined ? undefined : byName.get(example.group);
    if (known !== undefined) {
      known.push(example);
      continue;
    }
    const members = [example];
    if (example.group !== undefined) byName.set(example.group, members);
    byClass[example.label]?.push(members);
  }
  return byClass;
};

/**
 * Splits a dataset, class by class, so that no group is on both sides: `round(fraction * groups)` groups
 * of each class are held out, but never its last one and, where it has two, at least one. The examples keep their order.
 *
 * @throws InvalidArgumentError for a fraction outside 0..1.
 */
export const splitByGroup = (dataset: Dataset, { fraction, seed }: SplitOptions): DatasetSplit => {
  if (!(fraction > 0 && fraction < 1)) {
    throw new InvalidArgumentError({
      argument: 'options.fraction',
      expected: 'a number between 0 and 1',
      actual: String(fraction),
    });
  }
  const held = new Set<LabelledExample>();
  groupsByClass(dataset).forEach((groups, label) => {
    const wanted = Math.max(1, Math.round(fraction * groups.length));
    const count = Math.min(groups.length - 1, wanted);
    createRandom('split', seed, label).shuffle(groups);
    for (const group of groups.slice(0, Math.max(0, count))) {
      for (const example of group) held.add(example);
    }
  });
  const { labels, examples } = dataset;
  return {
    training: { labels, examples: examples.filter((example) => !held.has(example)) },
    heldOut: { labels, examples: examples.filter((example) => held.has(example)) },
  };
};
