import { classStatistics } from './class-statistics.js';
import { DatasetError } from './dataset-error.js';
import type { Dataset } from './labelled-example.js';

/**
 * Checks that a dataset can be trained on.
 *
 * @throws DatasetError: `too-few-examples` for fewer than two pictures or one class only, `empty-class`
 * naming the labels that have no picture.
 */
export const checkTrainingData = (dataset: Dataset): void => {
  const { length } = dataset.examples;
  if (length < 2 || dataset.labels.length < 2) {
    const pictures = `${String(length)} ${length === 1 ? 'picture' : 'pictures'}`;
    const classes = `${String(dataset.labels.length)} ${dataset.labels.length === 1 ? 'class' : 'classes'}`;
    throw new DatasetError({
      source: 'dataset',
      reason: 'too-few-examples',
      detail: `it has ${pictures} of ${classes}`,
    });
  }
  const empty = classStatistics(dataset).filter(({ exampleCount }) => exampleCount === 0);
  const [first] = empty;
  if (first === undefined) return;
  throw new DatasetError({
    source: 'dataset',
    reason: 'empty-class',
    detail: `there is no picture of ${empty.map(({ label }) => label).join(', ')}`,
    field: first.label,
  });
};
