import { Command, InvalidArgumentError } from 'commander';
import type { Recipe } from '@ocelli/train';
import { inPhase } from '../command-failure.js';
import type { CommandContext } from '../command-context.js';
import { EXIT_CODES, type ExitCode } from '../exit-code.js';
import { recipeFromOptions, type TrainingOptions } from '../recipe-from-options.js';
import { runTraining } from './run-training.js';
import { addRunOptions, addTrainingOptions, type RunOptions } from './training-options.js';
import { withDownloadProgress } from './with-download-progress.js';

type Pretrained = Extract<Recipe['model'], { kind: 'pretrained' }>;
type Freeze = NonNullable<Pretrained['freeze']>;

interface FineTuneOptions extends RunOptions, TrainingOptions {
  readonly freeze: Freeze;
  readonly preprocess?: string;
  readonly card?: string;
}

const parseFreeze = (value: string): Freeze => {
  if (value === 'head') return 'all-but-head';
  if (value === 'none') return 'none';
  const fraction = Number(value);
  if (value.trim() !== '' && fraction >= 0 && fraction < 1) return { upTo: fraction };
  throw new InvalidArgumentError('It must be head, none, or a fraction from 0 to below 1.');
};

const fineTune = async (
  model: string,
  options: FineTuneOptions,
  context: CommandContext,
): Promise<ExitCode> => {
  const { terminal, signal } = context;
  const { openModel } = await import('../open-model.js');
  const { preprocess, card } = options;
  const opened = await inPhase(EXIT_CODES.modelNotLoaded, () =>
    withDownloadProgress(terminal, (onProgress) =>
      openModel(model, {
        ...(preprocess === undefined ? {} : { preprocess }),
        ...(card === undefined ? {} : { card }),
        mustKnowPreprocess: true,
        onProgress,
        signal,
      }),
    ),
  );
  for (const assumption of opened.assumptions) {
    terminal.note(`${terminal.noteStyle('yellow', 'assumed:')} ${assumption}`);
  }
  const recipe = await inPhase(EXIT_CODES.usage, () => {
    const pretrained = {
      kind: 'pretrained',
      file: opened.source.path,
      freeze: options.freeze,
      logits: opened.card.head.output,
    } as const;
    return Promise.resolve(recipeFromOptions(pretrained, options, opened.card.preprocess));
  });
  return runTraining(recipe, '.', options, context);
};

/** Creates `ocelli fine-tune`: an existing classifier for other classes. */
export const createFineTuneCommand = (context: CommandContext): Command =>
  addRunOptions(
    addTrainingOptions(
      new Command('fine-tune')
        .description('gives an existing classifier a new head and trains it on other pictures')
        .argument('<model>', 'card, ONNX file, Hugging Face folder or catalogue id')
        .requiredOption('--data <folder>', 'folder with one subfolder per class'),
    ),
  )
    .option(
      '--freeze <what>',
      'head: the new head alone is trained, in seconds; none: all layers; 0.5: the later half',
      parseFreeze,
      'all-but-head' as Freeze,
    )
    .option('--card <file>', 'model card that says what an ONNX file takes and gives')
    .option('--preprocess <file-or-preset>', 'preprocessing as JSON, or the name of a preset')
    .action(async (model: string, options: FineTuneOptions) => {
      context.exitCode = await fineTune(model, options, context);
    });
