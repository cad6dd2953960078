import { stat } from 'node:fs/promises';
import { Command } from 'commander';
import type { Recipe } from '@ocelli/train';
import { inPhase } from '../command-failure.js';
import type { CommandContext } from '../command-context.js';
import { EXIT_CODES, type ExitCode } from '../exit-code.js';
import { recipeFromOptions, type TrainingOptions } from '../recipe-from-options.js';
import { UsageError } from '../usage-error.js';
import { parseCount } from './parse-options.js';
import { runTraining } from './run-training.js';
import { addRunOptions, addTrainingOptions, type RunOptions } from './training-options.js';

interface TrainOptions extends RunOptions, Omit<TrainingOptions, 'data'> {
  readonly data?: string;
  readonly architecture: string;
  readonly size?: number;
}

/** @throws UsageError when nothing is there. */
const isFolder = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw new UsageError({
      argument: path,
      problem: 'there is no such file or folder.',
      remedy: 'Name a recipe, or a folder of pictures.',
      cause,
    });
  }
};

const openRecipe = async (
  path: string | undefined,
  options: TrainOptions,
): Promise<{ recipe: Recipe; baseFolder: string }> => {
  const { architecture, size } = options;
  if ((path === undefined) === (options.data === undefined)) {
    throw new UsageError({
      argument: '<recipe-or-folder>',
      problem: path === undefined ? 'it is missing.' : 'it cannot go with --data.',
      remedy: 'Name a recipe, or a folder of pictures.',
    });
  }
  const data = path !== undefined && (await isFolder(path)) ? path : options.data;
  if (path !== undefined && data === undefined) {
    const { readRecipe } = await import('@ocelli/train/node');
    return readRecipe(path);
  }
  const model = {
    kind: 'architecture',
    id: architecture,
    ...(size === undefined ? {} : { inputSize: size }),
  } as const;
  return { recipe: recipeFromOptions(model, { ...options, data: data ?? '' }), baseFolder: '.' };
};

const train = async (
  path: string | undefined,
  options: TrainOptions,
  context: CommandContext,
): Promise<ExitCode> => {
  const { recipe, baseFolder } = await inPhase(EXIT_CODES.usage, () => openRecipe(path, options));
  return runTraining(recipe, baseFolder, options, context);
};

/** Creates `ocelli train`: a classifier from a recipe, or from a folder of pictures. */
export const createTrainCommand = (context: CommandContext): Command =>
  addRunOptions(
    addTrainingOptions(
      new Command('train')
        .description('trains a classifier from scratch')
        .argument(
          '[recipe-or-folder]',
          'recipe as JSON, which says all that the options say; or a folder with one subfolder per class',
        )
        .option('--data <folder>', 'the folder, by name')
        .option('--architecture <id>', 'network to train', 'edge-net')
        .option('--size <pixels>', 'height and width of the input', parseCount),
    ),
  ).action(async (path: string | undefined, options: TrainOptions) => {
    context.exitCode = await train(path, options, context);
  });
