import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type CardAccuracy,
  createClassifier,
  type ModelCard,
  type PreprocessConfig,
} from '@ocelli/core';
import { createNodeBackend, decodeImage } from '@ocelli/node';
import { decodeModel, encodeModel, type OnnxModel } from '@ocelli/onnx';
import { type Evaluation, evaluateClassifier } from '../../evaluate/evaluate-classifier.js';
import { exportClassifier } from '../../export/export-classifier.js';
import type { FitResult } from '../../fit/fit-options.js';
import { createRecipeModel } from '../../recipe/create-recipe-model.js';
import { defaultPreprocess } from '../../recipe/default-preprocess.js';
import { RecipeError } from '../../recipe/recipe-error.js';
import type { Recipe } from '../../recipe/recipe-schema.js';
import { createFileCheckpointStore } from '../checkpoint/create-file-checkpoint-store.js';
import { writeOutputFile } from '../report/write-output-file.js';
import { writeReport } from '../report/write-report.js';
import { buildCard, makeGolden } from './build-card.js';
import { ExistingRunError } from './existing-run-error.js';
import { measureTemperature } from './measure-temperature.js';
import { readRecipeData, type RecipeData } from './read-recipe-data.js';
import type { RunRecipeOptions } from './run-recipe-options.js';
import { trainRecipe } from './train-recipe.js';

/** What a recipe made. */
export interface RecipeResult {
  readonly card: ModelCard;
  /** On the validation pictures, of the finished model as its card describes it. */
  readonly evaluation: Evaluation;
  readonly fit: Pick<FitResult, 'bestEpoch' | 'history' | 'hasStoppedEarly'>;
}

const CHECKPOINT = 'checkpoint.safetensors';
const MODEL = 'model.onnx';

const sha256 = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');

const checkFolder = async ({ outputFolder, resume }: RunRecipeOptions): Promise<void> => {
  if (resume === true) return;
  const entry = await stat(join(outputFolder, CHECKPOINT)).catch(() => undefined);
  if (entry !== undefined) throw new ExistingRunError({ folder: outputFolder });
};

const readPretrained = async (
  { model }: Recipe,
  baseFolder: string,
): Promise<OnnxModel | undefined> => {
  if (model.kind !== 'pretrained') return undefined;
  const path = resolve(baseFolder, model.file);
  const bytes = await readFile(path).catch((cause: unknown) => {
    const message = `model.file must be an ONNX file, but ${path} cannot be read.`;
    throw new RecipeError({ issues: [{ path: 'model.file', message }], cause });
  });
  return decodeModel(bytes);
};

/** Writes the model and builds its card, without its accuracy. */
const finishModel = async (
  recipe: Recipe,
  options: RunRecipeOptions,
  data: RecipeData,
  preprocess: PreprocessConfig,
  model: OnnxModel,
): Promise<ModelCard> => {
  const { runtime, outputFolder, signal } = options;
  const bytes = encodeModel(model);
  await writeOutputFile(join(outputFolder, MODEL), bytes);
  const temperature = await measureTemperature({
    recipe,
    runtime,
    model: bytes,
    dataset: data.validation,
    preprocess,
    ...(signal === undefined ? {} : { signal }),
  });
  return buildCard(recipe, {
    data,
    preprocess,
    model,
    file: { url: MODEL, sha256: sha256(bytes), bytes: bytes.length },
    golden: await makeGolden(runtime, model, bytes, preprocess),
    temperature,
  });
};

const measure = async (
  card: ModelCard,
  { validation: dataset }: RecipeData,
  { outputFolder, onProgress, signal }: RunRecipeOptions,
): Promise<Evaluation> => {
  const classifier = await createClassifier({
    card,
    backend: createNodeBackend(),
    executionProviders: ['cpu'],
    source: { kind: 'file', path: join(outputFolder, MODEL) },
    ...(signal === undefined ? {} : { signal }),
  });
  try {
    return await evaluateClassifier({
      classifier,
      dataset,
      read: decodeImage,
      onProgress: (done, total) => onProgress?.({ kind: 'evaluate', done, total }),
      ...(signal === undefined ? {} : { signal }),
    });
  } finally {
    await classifier.release();
  }
};

/** A card with what was measured. */
const withAccuracy = (
  card: ModelCard,
  { count, top1, top5, ece }: Evaluation,
  dataset: string,
): ModelCard => {
  if (top1 === null) return card;
  const accuracy: CardAccuracy = {
    dataset,
    split: 'validation',
    count,
    top1,
    ...(top5 === null ? {} : { top5 }),
    ...(ece === null ? {} : { ece }),
  };
  const variants = card.variants.map((variant) => ({ ...variant, accuracy: [accuracy] }));
  return { ...card, variants };
};

/**
 * Makes a classifier as a recipe says: reads the data, trains, calibrates on the validation pictures,
 * exports a plain inference model with its card, measures both as they will be used, and writes a report.
 * The weights of the epoch with the best validation are exported.
 *
 * @throws ExistingRunError, RecipeError, DatasetError, UnknownClassError, what `createTrainingStep` and `fit` throw
 * (DivergedError, CheckpointMismatchError, CheckpointWriteError, …), OutputFileError, or the signal's reason.
 *
 * @example
 * const { recipe, baseFolder } = await readRecipe('recipe.json');
 * const { card } = await runRecipe(recipe, { runtime: createGraphRuntime(), outputFolder: 'out', baseFolder });
 */
export const runRecipe = async (
  recipe: Recipe,
  options: RunRecipeOptions,
): Promise<RecipeResult> => {
  const { outputFolder, baseFolder = '.', onProgress, signal } = options;
  await checkFolder(options);
  const data = await readRecipeData(recipe, baseFolder);
  signal?.throwIfAborted();
  const classes = data.labels.length;
  onProgress?.({
    kind: 'data',
    classes,
    training: data.training.examples.length,
    validation: data.validation.examples.length,
  });
  const start = createRecipeModel(recipe, classes, await readPretrained(recipe, baseFolder));
  const preprocess = recipe.preprocess ?? defaultPreprocess(start);
  const recipeText = `${JSON.stringify(recipe, undefined, 2)}\n`;
  const fitted = await trainRecipe(recipe, {
    ...options,
    data,
    preprocess,
    model: start,
    checkpoints: {
      store: createFileCheckpointStore(join(outputFolder, CHECKPOINT)),
      recipeHash: sha256(recipeText),
    },
  });
  const model = exportClassifier(start, fitted.bestWeights);
  const bare = await finishModel(recipe, options, data, preprocess, model);
  const evaluation = await measure(bare, data, options);
  const card = withAccuracy(bare, evaluation, recipe.card.dataset);
  await writeOutputFile(join(outputFolder, 'card.json'), `${JSON.stringify(card, undefined, 2)}\n`);
  await writeOutputFile(join(outputFolder, 'recipe.json'), recipeText);
  const { bestEpoch, history, hasStoppedEarly } = fitted;
  await writeReport(join(outputFolder, 'report'), {
    title: `${card.name ?? card.id} ${card.version}`,
    facts: [
      ['Data', recipe.card.dataset],
      ['Training pictures', String(data.training.examples.length)],
      ['Best epoch', `${String(bestEpoch)} of ${String(history.length)}`],
    ],
    learningCurves: history,
    evaluation,
    read: decodeImage,
    ...(signal === undefined ? {} : { signal }),
  });
  return { card, evaluation, fit: { bestEpoch, history, hasStoppedEarly } };
};
