import { basename, resolve } from 'node:path';
import { cardIdFrom } from '@ocelli/core';
import { parseRecipe, type Recipe } from '@ocelli/train';

/** What the command line says of a run that has no recipe. */
export interface TrainingOptions {
  /** Folder with one subfolder per class. */
  readonly data: string;
  /** Folder like `data`. Default: a share of `data` is held out. */
  readonly validation?: string;
  readonly id?: string;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly seed?: number;
}

const HELD_OUT = 0.15;

/** Values for a run of each kind that work without being tuned. */
const DEFAULTS = {
  scratch: { epochs: 20, learningRate: 2e-3 },
  'head-only': { epochs: 30, learningRate: 3e-3 },
  'fine-tune': { epochs: 8, learningRate: 3e-4 },
} as const;

const kindOf = (model: Recipe['model']): keyof typeof DEFAULTS => {
  if (model.kind === 'architecture') return 'scratch';
  return model.freeze === 'all-but-head' ? 'head-only' : 'fine-tune';
};

/**
 * Makes the recipe of a run that is described by options alone, with absolute paths: AdamW, a cosine with
 * one epoch of warm-up, no augmentation.
 */
export const recipeFromOptions = (
  model: Recipe['model'],
  options: TrainingOptions,
  preprocess?: Recipe['preprocess'],
): Recipe => {
  const { data, validation, batchSize = 32, seed = 1 } = options;
  const defaults = DEFAULTS[kindOf(model)];
  const { epochs = defaults.epochs, learningRate = defaults.learningRate } = options;
  const folder = basename(resolve(data));
  return parseRecipe({
    schemaVersion: 1,
    seed,
    data: {
      training: { kind: 'folder', path: resolve(data) },
      validation:
        validation === undefined
          ? { kind: 'split', fraction: HELD_OUT }
          : { kind: 'folder', path: resolve(validation) },
    },
    model,
    ...(preprocess === undefined ? {} : { preprocess }),
    training: {
      epochs,
      batchSize,
      optimizer: { kind: 'adamw' },
      schedule: { kind: 'cosine', learningRate, warmUpEpochs: 1 },
    },
    card: { id: options.id ?? cardIdFrom(folder), version: '0.1.0', dataset: folder },
  });
};
