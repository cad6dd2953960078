import { describe, expect, it } from 'vitest';
import { parseRecipe } from './parse-recipe.js';
import { RecipeError } from './recipe-error.js';
import { EXAMPLE_RECIPE } from './testing/example-recipe.js';

const messagesOf = (recipe: unknown): readonly string[] => {
  try {
    parseRecipe(recipe);
  } catch (error) {
    if (RecipeError.isInstance(error)) return error.issues.map(({ message }) => message);
    throw error;
  }
  return [];
};

const withTraining = (fields: object) => ({
  ...EXAMPLE_RECIPE,
  training: { ...EXAMPLE_RECIPE.training, ...fields },
});

const PREPROCESS = {
  resize: { mode: 'squash', width: 48, height: 48 },
  kernel: 'bilinear',
  rescaleFactor: 1 / 255,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  channelOrder: 'rgb',
  layout: 'nchw',
  dtype: 'float32',
};

describe('parseRecipe', () => {
  it('should give back a recipe as it is', () => {
    expect(parseRecipe(EXAMPLE_RECIPE)).toEqual(EXAMPLE_RECIPE);
    expect(parseRecipe({ ...EXAMPLE_RECIPE, preprocess: PREPROCESS }).preprocess).toEqual(
      PREPROCESS,
    );
  });

  it.each([
    ['a missing field', { ...EXAMPLE_RECIPE, seed: undefined }, /^seed must be number/],
    ['an unknown field', withTraining({ epoch: 3 }), 'training.epoch is not a field of a recipe.'],
    [
      'a value out of range',
      withTraining({ optimizer: { kind: 'sgd', momentum: 1 } }),
      'training.optimizer.momentum must be a number from 0 to below 1, but it is 1.',
    ],
    [
      'an unknown kind',
      withTraining({ schedule: { kind: 'cosin', learningRate: 1 } }),
      /^training\.schedule\.kind must be "constant" or "step" or "cosine" or "one-cycle", but it is "cosin"/,
    ],
    [
      'an unknown architecture',
      { ...EXAMPLE_RECIPE, model: { kind: 'architecture', id: 'edgenet' } },
      /^model\.id must be .*"edge-net".*but it is "edgenet"/,
    ],
    [
      'an augmentation that cannot be',
      { ...EXAMPLE_RECIPE, augmentation: { blur: { probability: 2, sigma: [0, 1] } } },
      'augmentation.blur.probability must be a number from 0 to 1, but it is 2.',
    ],
    [
      'a preprocessing that no card may have',
      { ...EXAMPLE_RECIPE, preprocess: { ...PREPROCESS, mean: [0] } },
      'preprocess.mean must be a list of 3 for the channel order rgb, but it is a list of 1.',
    ],
    [
      'mixed targets with a loss that cannot take them',
      {
        ...withTraining({ loss: { kind: 'sigmoid-cross-entropy' } }),
        augmentation: { mixup: { probability: 1, alpha: 0.2 } },
      },
      'augmentation.mixup must be left out with a sigmoid loss.',
    ],
    [
      'a pattern that is none',
      {
        ...EXAMPLE_RECIPE,
        data: {
          ...EXAMPLE_RECIPE.data,
          training: { kind: 'folder', path: 'train', groupPattern: '(' },
        },
      },
      'data.training.groupPattern must be a regular expression, but it is "(".',
    ],
    ['no object', 'train.csv', /^The recipe must be Object/],
  ])('should name %s with its path', (_, recipe, message) => {
    const messages = messagesOf(recipe);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(message);
  });

  it('should name everything that is wrong at once', () => {
    const { card, ...recipe } = withTraining({ epochs: 0, batchSize: 1.5 });
    expect(card.id).toBe('traffic-sign');
    expect(messagesOf(recipe)).toEqual([
      'training.epochs must be a positive integer, but it is 0.',
      'training.batchSize must be a positive integer, but it is 1.5.',
      'card is missing.',
    ]);
  });
});
