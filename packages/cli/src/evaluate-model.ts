import { extname } from 'node:path';
import type { Classifier, ModelCard } from '@ocelli/core';
import { catalogueCard, IMAGENET_CATALOGUE_IDS, IMAGENET_LABELS } from '@ocelli/models';
import { decodeImage } from '@ocelli/node';
import { evaluateClassifier, type Evaluation, matchDatasetLabels } from '@ocelli/train';
import { type CsvColumns, readCsvList, readImageFolder } from '@ocelli/train/node';

export interface EvaluateModelOptions {
  readonly classifier: Classifier;
  /** A folder with one subfolder per class, or a CSV list whose name ends in `.csv`. */
  readonly data: string;
  /** Columns of a list. Default: pictures in `path`, their class the folder that they lie in. */
  readonly columns?: CsvColumns;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** What a model does on labelled pictures. */
export interface ModelEvaluation {
  readonly evaluation: Evaluation;
  /** What was taken for granted about the labels, one sentence each. */
  readonly assumptions: readonly string[];
}

/** A card with ImageNet's labels and no more knows their WordNet ids too, which its photos are filed under. */
const withWordNetIds = (card: ModelCard): ModelCard => {
  const [id] = IMAGENET_CATALOGUE_IDS;
  const isBare = card.labelDetails === undefined && id !== undefined;
  if (!isBare || card.labels.join() !== IMAGENET_LABELS.join()) return card;
  const { labelDetails } = catalogueCard(id);
  return { ...card, ...(labelDetails === undefined ? {} : { labelDetails }) };
};

/**
 * Measures a classifier on the pictures of a folder or list, whose classes go by labels of its card or
 * their aliases. Pictures that cannot be read are in `evaluation.failed`.
 *
 * @throws DatasetError, UnknownClassError, or the signal's reason.
 */
export const evaluateModel = async ({
  classifier,
  data,
  columns = { path: 'path' },
  onProgress,
  signal,
}: EvaluateModelOptions): Promise<ModelEvaluation> => {
  const isList = extname(data).toLowerCase() === '.csv';
  const read = isList ? await readCsvList(data, { columns }) : await readImageFolder(data);
  const { dataset, assumptions } = matchDatasetLabels(read, withWordNetIds(classifier.card));
  const evaluation = await evaluateClassifier({
    classifier,
    dataset,
    read: decodeImage,
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  });
  return { evaluation, assumptions };
};
