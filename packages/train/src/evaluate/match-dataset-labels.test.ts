import { describe, expect, it } from 'vitest';
import type { Dataset } from '../data/labelled-example.js';
import { matchDatasetLabels } from './match-dataset-labels.js';
import { UnknownClassError } from './unknown-class-error.js';

const card = {
  id: 'signs',
  labels: ['stop', 'yield', '14'],
  labelDetails: { stop: { aliases: ['14', 'halt'] }, yield: { aliases: ['13'] } },
};

const datasetOf = (...labels: string[]): Dataset => ({
  labels,
  examples: labels.map((label, index) => ({ path: `${label}.png`, label: index })),
});

describe('matchDatasetLabels', () => {
  it('should match ids and aliases, and let an id win over an alias', () => {
    const { dataset, assumptions } = matchDatasetLabels(datasetOf('13', '14', 'halt'), card);
    expect(dataset.labels).toEqual(card.labels);
    expect(dataset.examples.map(({ path, label }) => [path, label])).toEqual([
      ['13.png', 1],
      ['14.png', 2],
      ['halt.png', 0],
    ]);
    expect(assumptions).toEqual([]);
  });

  it('should name every class that the card does not know, and what it expects', () => {
    const match = () => matchDatasetLabels(datasetOf('stop', 'parrot', 'fish'), card);
    expect(match).toThrow(UnknownClassError);
    expect(match).toThrow(
      'The model signs has no class parrot, fish. It expects: stop, yield, 14.',
    );
  });

  it('should take the classes of a model without labels in the order of their names, and say so', () => {
    const numbered = { id: 'bare', labels: ['class-0', 'class-1'] };
    const { dataset, assumptions } = matchDatasetLabels(datasetOf('dog', 'cat'), numbered);
    expect(dataset.labels).toEqual(['cat', 'dog']);
    expect(dataset.examples.map(({ label }) => label)).toEqual([1, 0]);
    expect(assumptions).toHaveLength(1);
    expect(() => matchDatasetLabels(datasetOf('cat', 'dog', 'owl'), numbered)).toThrow(
      UnknownClassError,
    );
  });
});
