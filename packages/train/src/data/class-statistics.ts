import type { Dataset } from './labelled-example.js';

/** What a dataset holds of one class. */
export interface ClassStatistics {
  readonly label: string;
  readonly exampleCount: number;
  /** Examples of one group count once, those without a group each for themselves. */
  readonly groupCount: number;
  /**
   * `examples / (classes * exampleCount)`: weighs every class alike in a loss, and averages 1 over the
   * examples. 0 for a class without examples.
   */
  readonly weight: number;
}

/** Counts examples and groups of each class, in the order of `dataset.labels`. */
export const classStatistics = ({ labels, examples }: Dataset): readonly ClassStatistics[] => {
  const counts = labels.map(() => ({ examples: 0, loners: 0, groups: new Set<string>() }));
  for (const { label, group } of examples) {
    const count = counts[label];
    if (count === undefined) continue;
    count.examples += 1;
    if (group === undefined) count.loners += 1;
    else count.groups.add(group);
  }
  const classCount = counts.filter((count) => count.examples > 0).length;
  return labels.map((label, index) => {
    const { examples: exampleCount = 0, loners = 0, groups } = counts[index] ?? {};
    return {
      label,
      exampleCount,
      groupCount: loners + (groups?.size ?? 0),
      weight: exampleCount === 0 ? 0 : examples.length / (classCount * exampleCount),
    };
  });
};
