import type { ModelCard } from '@ocelli/core';
import type { Dataset } from '../data/labelled-example.js';
import { UnknownClassError } from './unknown-class-error.js';

/** A dataset in the labels of a card, and what was taken for granted. */
export interface MatchedDataset {
  readonly dataset: Dataset;
  readonly assumptions: readonly string[];
}

type LabelledCard = Pick<ModelCard, 'id' | 'labels' | 'labelDetails'>;

/** Index of the label by each name it goes by; a label's own id wins over another's alias. */
const indexByName = ({ labels, labelDetails }: LabelledCard): ReadonlyMap<string, number> => {
  const byAlias = labels.flatMap((label, index) =>
    (labelDetails?.[label]?.aliases ?? []).map((alias): [string, number] => [alias, index]),
  );
  return new Map([...byAlias, ...labels.map((label, index): [string, number] => [label, index])]);
};

/** What `openOnnxFile` calls the labels of a model that has none. */
const areNumbered = (labels: readonly string[]): boolean =>
  labels.every((label, index) => label === `class-${String(index)}`);

/**
 * Rewrites a dataset in the labels of a card: its classes are matched with label ids and the aliases in
 * `labelDetails`; classes of the card that the dataset lacks have no examples. A card with numbered labels
 * takes as many classes in the order of their sorted names, and says so.
 *
 * @throws UnknownClassError naming every class that the card does not know.
 */
export const matchDatasetLabels = (dataset: Dataset, card: LabelledCard): MatchedDataset => {
  const byName = indexByName(card);
  const unknown = dataset.labels.filter((label) => !byName.has(label));
  const isByOrder =
    unknown.length > 0 && areNumbered(card.labels) && dataset.labels.length === card.labels.length;
  if (unknown.length > 0 && !isByOrder) {
    throw new UnknownClassError({ unknown, expected: card.labels, cardId: card.id });
  }
  const sorted = [...dataset.labels].sort();
  const target = dataset.labels.map((label) =>
    isByOrder ? sorted.indexOf(label) : (byName.get(label) ?? -1),
  );
  const examples = dataset.examples.map((example) => ({
    ...example,
    label: target[example.label] ?? -1,
  }));
  return {
    dataset: { labels: isByOrder ? sorted : card.labels, examples },
    assumptions: isByOrder
      ? ['The model names no labels, so its classes were taken in the order of the sorted names.']
      : [],
  };
};
