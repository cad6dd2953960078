import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Recipe } from '@ocelli/train';
import type { RecipeEvent, RecipeResult } from '@ocelli/train/node';
import { inPhase } from '../command-failure.js';
import type { CommandContext } from '../command-context.js';
import { EXIT_CODES, type ExitCode } from '../exit-code.js';
import { formatTable } from '../format-table.js';
import { createTrainingProgress } from '../training-progress.js';
import type { RunOptions } from './training-options.js';

const percent = (share: number | null): string =>
  share === null ? '-' : `${(share * 100).toFixed(2)} %`;

const summary = ({ card, evaluation, fit }: RecipeResult, folder: string): object => ({
  kind: 'result',
  model: resolve(folder, 'model.onnx'),
  card: resolve(folder, 'card.json'),
  report: resolve(folder, 'report', 'report.html'),
  sha256: card.variants[0]?.file.sha256,
  bytes: card.variants[0]?.file.bytes,
  count: evaluation.count,
  top1: evaluation.top1,
  top5: evaluation.top5,
  ece: evaluation.ece,
  msPerImage: evaluation.timing?.msPerImage ?? null,
  bestEpoch: fit.bestEpoch,
  epochs: fit.history.length,
});

const toText = ({ evaluation, fit }: RecipeResult, folder: string): string => {
  const { count, top1, ece, timing } = evaluation;
  return formatTable([
    ['validation', `${percent(top1)} of ${String(count)} pictures, ECE ${percent(ece)}`],
    ['best epoch', `${String(fit.bestEpoch)} of ${String(fit.history.length)}`],
    ...(timing === null ? [] : [['per picture', `${timing.msPerImage.toFixed(2)} ms`]]),
    ['card', join(folder, 'card.json')],
    ['report', join(folder, 'report', 'report.html')],
  ]);
};

/** Says how an interrupted run is taken up again, when there is something to take up. */
const noteResume = async (folder: string, { terminal }: CommandContext): Promise<void> => {
  const checkpoint = join(folder, 'checkpoint.safetensors');
  const entry = await stat(checkpoint).catch(() => undefined);
  if (entry === undefined) return;
  terminal.note(`The run is kept in ${folder}: the same command with --resume goes on with it.`);
};

/** Runs a recipe for a command: shows its events or prints them, and prints the result. */
export const runTraining = async (
  recipe: Recipe,
  baseFolder: string,
  { out = `${recipe.card.id}-model`, resume = false, provider, threads, json }: RunOptions,
  context: CommandContext,
): Promise<ExitCode> => {
  const { terminal, signal } = context;
  const { createGraphRuntime } = await import('@ocelli/node');
  const { runRecipe } = await import('@ocelli/train/node');
  const show = createTrainingProgress(terminal);
  let printed = Promise.resolve();
  const print = (event: RecipeEvent): void => {
    printed = printed.then(() => terminal.print(JSON.stringify(event)));
    // It is awaited below; until then a rejection must not count as unhandled.
    printed.catch(() => undefined);
  };
  try {
    const result = await inPhase(EXIT_CODES.inputsFailed, () =>
      runRecipe(recipe, {
        runtime: createGraphRuntime({
          executionProvider: provider,
          ...(threads === undefined ? {} : { threads }),
        }),
        outputFolder: out,
        baseFolder,
        resume,
        onProgress: json === true ? print : show,
        signal,
      }),
    );
    await printed;
    terminal.showProgress(undefined);
    await terminal.print(
      json === true ? JSON.stringify(summary(result, out)) : toText(result, out),
    );
    return result.evaluation.failed.length === 0 ? EXIT_CODES.ok : EXIT_CODES.inputsFailed;
  } catch (error) {
    await printed.catch(() => undefined);
    terminal.showProgress(undefined);
    if (signal.aborted) await noteResume(out, context);
    throw error;
  }
};
