import { resolve } from 'node:path';
import { type ModelCard, ModelCardError } from '@ocelli/core';
import { checkTrainingData } from '../../data/check-training-data.js';
import { DatasetError } from '../../data/dataset-error.js';
import type { Dataset } from '../../data/labelled-example.js';
import { splitByGroup } from '../../data/split-by-group.js';
import { matchDatasetLabels } from '../../evaluate/match-dataset-labels.js';
import { probeCard } from '../../recipe/probe-card.js';
import { RecipeError } from '../../recipe/recipe-error.js';
import type { Recipe } from '../../recipe/recipe-schema.js';
import { readCsvList } from '../data/read-csv-list.js';
import { readImageFolder } from '../data/read-image-folder.js';
import { readJson } from './read-json.js';

/** Labels in the order of the logits, with what a card says of them. */
type LabelTable = Pick<ModelCard, 'labels' | 'labelDetails' | 'labelGroups'>;

/** What a recipe trains on and is measured on. */
export interface RecipeData extends LabelTable {
  readonly training: Dataset;
  readonly validation: Dataset;
}

const readLabelTable = async (path: string): Promise<LabelTable> => {
  const json = await readJson(path, 'data.labels');
  const table = Array.isArray(json) ? { labels: json } : (json as object);
  const { labels, labelDetails, labelGroups } = table as Partial<Record<string, unknown>>;
  try {
    const card = probeCard({
      labels,
      ...(labelDetails === undefined ? {} : { labelDetails }),
      ...(labelGroups === undefined ? {} : { labelGroups }),
    });
    return {
      labels: card.labels,
      ...(card.labelDetails === undefined ? {} : { labelDetails: card.labelDetails }),
      ...(card.labelGroups === undefined ? {} : { labelGroups: card.labelGroups }),
    };
  } catch (cause) {
    if (!ModelCardError.isInstance(cause)) throw cause;
    const issues = cause.issues.map(({ message }) => ({
      path: 'data.labels',
      message: `In ${path}, ${message}`,
    }));
    throw new RecipeError({ issues, cause });
  }
};

type Listing = Exclude<Recipe['data']['validation'], { kind: 'split' }>;

const readListing = (listing: Listing, baseFolder: string): Promise<Dataset> => {
  const path = resolve(baseFolder, listing.path);
  if (listing.kind === 'csv') return readCsvList(path, { columns: listing.columns });
  const { groupPattern } = listing;
  return readImageFolder(
    path,
    groupPattern === undefined ? {} : { groupPattern: new RegExp(groupPattern) },
  );
};

/**
 * Reads the datasets and labels of a recipe; no picture is opened. Both datasets are in the labels of the
 * recipe, or, where it gives none, in those of the training data.
 *
 * @param baseFolder What the paths of the recipe are relative to.
 * @throws RecipeError for labels that are none, DatasetError, UnknownClassError.
 */
export const readRecipeData = async (
  { data, seed, card }: Recipe,
  baseFolder: string,
): Promise<RecipeData> => {
  const read = await readListing(data.training, baseFolder);
  const table: LabelTable =
    data.labels === undefined
      ? { labels: read.labels }
      : await readLabelTable(resolve(baseFolder, data.labels));
  const inLabels = (dataset: Dataset): Dataset =>
    matchDatasetLabels(dataset, { id: card.id, ...table }).dataset;
  const all = inLabels(read);
  const { training, heldOut: validation } =
    data.validation.kind === 'split'
      ? splitByGroup(all, { fraction: data.validation.fraction, seed })
      : { training: all, heldOut: inLabels(await readListing(data.validation, baseFolder)) };
  checkTrainingData(training);
  if (validation.examples.length === 0) {
    throw new DatasetError({
      source: 'validation',
      reason: 'too-few-examples',
      detail: 'no picture is left for the validation',
    });
  }
  return { ...table, training, validation };
};
