import type { GraphSession, PreprocessConfig } from '@ocelli/core';
import { encodeModel, type OnnxModel } from '@ocelli/onnx';
import { isIdentity } from '../../data/augmentation-config.js';
import type { BatchSource } from '../../data/batch.js';
import type { Dataset } from '../../data/labelled-example.js';
import { fit } from '../../fit/fit.js';
import type { CheckpointOptions, FitOptions, FitResult } from '../../fit/fit-options.js';
import { createFeatureSource } from '../../recipe/create-feature-source.js';
import { freezeOf } from '../../recipe/create-recipe-model.js';
import { pictureDims } from '../../recipe/picture-dims.js';
import { createLoss, createOptimizer, createSchedule } from '../../recipe/create-training-parts.js';
import type { Recipe } from '../../recipe/recipe-schema.js';
import { createTrainingStep, type TrainingStepOptions } from '../../step/create-training-step.js';
import { splitAtHead } from '../../transfer/split-at-head.js';
import {
  createBatchSource,
  createEvaluationBatches,
  type FileBatchSource,
} from '../data/create-batch-source.js';
import type { RecipeData } from './read-recipe-data.js';
import type { RunRecipeOptions } from './run-recipe-options.js';

/** Steps between two checkpoints within an epoch. */
const CHECKPOINT_STEPS = 200;
/** Pictures per run of the frozen part, whatever the batch of the head. */
const FEATURE_BATCH = 16;

export interface TrainRecipeOptions extends RunRecipeOptions {
  readonly data: RecipeData;
  readonly preprocess: PreprocessConfig;
  /** What training starts from. */
  readonly model: OnnxModel;
  readonly checkpoints: Pick<CheckpointOptions, 'store' | 'recipeHash'>;
}

/** Batches of the training and of the validation. */
interface Sources {
  readonly training: BatchSource;
  readonly validation: BatchSource;
}

const abortable = ({ signal }: { readonly signal?: AbortSignal }): { signal?: AbortSignal } =>
  signal === undefined ? {} : { signal };

const shared = ({ data }: Recipe, { preprocess, workers }: TrainRecipeOptions) => ({
  preprocess,
  ...(workers === undefined ? {} : { workers }),
  ...(data.maxUnreadable === undefined ? {} : { maxUnreadable: data.maxUnreadable }),
});

const openSources = (
  recipe: Recipe,
  options: TrainRecipeOptions,
): Readonly<Record<keyof Sources, FileBatchSource>> => {
  const { data, augmentation, seed, training } = recipe;
  const { batchSize } = training;
  return {
    training: createBatchSource({
      ...shared(recipe, options),
      dataset: options.data.training,
      batchSize,
      seed,
      ...(augmentation === undefined ? {} : { augmentation }),
      ...(data.balance === undefined ? {} : { balance: data.balance }),
      ...(data.examplesPerGroup === undefined ? {} : { examplesPerGroup: data.examplesPerGroup }),
    }),
    validation: createEvaluationBatches({
      ...shared(recipe, options),
      dataset: options.data.validation,
      batchSize,
    }),
  };
};

/** Batches of what the frozen part makes of the pictures. */
const openFeatureSources = async (
  recipe: Recipe,
  extractor: GraphSession,
  options: TrainRecipeOptions,
): Promise<Sources> => {
  const { training, validation } = options.data;
  const total = training.examples.length + validation.examples.length;
  const compute = async (dataset: Dataset, before: number, seed?: number): Promise<BatchSource> => {
    const source = createEvaluationBatches({
      ...shared(recipe, options),
      dataset,
      batchSize: FEATURE_BATCH,
      // Each picture is read once.
      cacheBytes: 0,
    });
    try {
      return await createFeatureSource(extractor, source, {
        batchSize: recipe.training.batchSize,
        ...(seed === undefined ? {} : { shuffleSeed: seed }),
        onProgress: (done) =>
          options.onProgress?.({ kind: 'features', done: before + done, total }),
        ...abortable(options),
      });
    } finally {
      reportUnreadable(source, options);
      await source.release();
    }
  };
  return {
    training: await compute(training, 0, recipe.seed),
    validation: await compute(validation, training.examples.length),
  };
};

/** Tells of the pictures that could not be read. */
const reportUnreadable = (
  { unreadable }: FileBatchSource,
  { onProgress }: TrainRecipeOptions,
): void => {
  for (const { path, error } of unreadable) {
    const message = error instanceof Error ? error.message : String(error);
    onProgress?.({ kind: 'unreadable', path, message });
  }
};

const stepOptions = ({ training }: Recipe, { data }: TrainRecipeOptions): TrainingStepOptions => ({
  batchSize: training.batchSize,
  loss: createLoss(training, data.training),
  optimizer: createOptimizer(training),
  ...(training.clipNorm === undefined ? {} : { clipNorm: training.clipNorm }),
  ...(training.averageDecay === undefined ? {} : { averageDecay: training.averageDecay }),
});

const fitSources = async (
  { training: config, seed }: Recipe,
  { runtime, checkpoints, onProgress, ...options }: TrainRecipeOptions,
  { training, validation }: Sources,
  trained: Pick<FitOptions, 'model' | 'step'>,
): Promise<FitResult> => {
  try {
    return await fit({
      ...trained,
      runtime,
      training,
      validation,
      seed,
      epochs: config.epochs,
      learningRate: createSchedule(config, training.stepsPerEpoch),
      checkpoints: { ...checkpoints, everySteps: CHECKPOINT_STEPS },
      ...(config.earlyStop === undefined ? {} : { patience: config.earlyStop.patience }),
      ...(onProgress === undefined ? {} : { onProgress }),
      ...abortable(options),
    });
  } finally {
    await Promise.all([training.release(), validation.release()]);
  }
};

const trainHead = async (recipe: Recipe, options: TrainRecipeOptions): Promise<FitResult> => {
  const { runtime, model } = options;
  const { extractor, head } = splitAtHead(model);
  const session = await runtime.open(encodeModel(extractor));
  let sources: Sources;
  try {
    sources = await openFeatureSources(recipe, session, options);
  } finally {
    await session.release();
  }
  const step = createTrainingStep(head, stepOptions(recipe, options));
  return fitSources(recipe, options, sources, { model: head, step });
};

/**
 * Trains the model of a recipe. Where only the head is trained and pictures are not varied, the rest of the
 * model is run once over every picture, and the head is trained on what it gave.
 */
export const trainRecipe = async (
  recipe: Recipe,
  options: TrainRecipeOptions,
): Promise<FitResult> => {
  const freeze = freezeOf(recipe);
  if (freeze === 'all-but-head' && isIdentity(recipe.augmentation)) {
    return trainHead(recipe, options);
  }
  const { model, preprocess } = options;
  const step = createTrainingStep(model, {
    ...stepOptions(recipe, options),
    freeze,
    imageDims: pictureDims(preprocess),
  });
  const sources = openSources(recipe, options);
  try {
    return await fitSources(recipe, options, sources, { model, step });
  } finally {
    reportUnreadable(sources.training, options);
    reportUnreadable(sources.validation, options);
  }
};
