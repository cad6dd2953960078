import type { GraphSession, Tensor } from '@ocelli/core';
import { encodeModel } from '@ocelli/onnx';
import { CheckpointMismatchError } from '../checkpoint/checkpoint-errors.js';
import {
  decodeCheckpoint,
  encodeCheckpoint,
  type TrainingCheckpoint,
} from '../checkpoint/training-checkpoint.js';
import { stepModelFor } from '../step/step-model-for.js';
import { DivergedError } from './diverged-error.js';
import type { FitOptions } from './fit-options.js';
import type { FitProgress } from './fit-progress.js';

/** A run under way. */
export interface FitRun {
  readonly session: GraphSession;
  progress: FitProgress;
  /** Weights of the best epoch so far. */
  best: Readonly<Record<string, Tensor>>;
  /** Step of the last stored checkpoint. */
  checkpointStep: number | undefined;
}

const newProgress = ({ seed, checkpoints }: FitOptions): FitProgress => ({
  seed,
  recipeHash: checkpoints?.recipeHash ?? '',
  step: 0,
  epoch: 0,
  stepInEpoch: 0,
  lossSum: 0,
  correctCount: 0,
  exampleCount: 0,
  history: [],
  bestEpoch: 0,
});

const checkMatches = (
  { progress, state }: TrainingCheckpoint,
  { seed, checkpoints, step }: FitOptions,
): void => {
  const problem = ((): string | undefined => {
    if (progress.recipeHash !== (checkpoints?.recipeHash ?? '')) return 'it is of another recipe';
    if (progress.seed !== seed) return `it was trained with seed ${progress.seed}, not ${seed}`;
    const wrong = Object.entries(step.initialState).find(
      ([name, { dims }]) => state[name]?.dims.join() !== dims.join(),
    );
    return wrong && `it has no "${wrong[0]}" of dims [${wrong[1].dims.join(', ')}]`;
  })();
  if (problem !== undefined) throw new CheckpointMismatchError({ problem });
};

/**
 * Opens the session of a run, where its stored checkpoint left off or at the start.
 *
 * @throws CheckpointMismatchError, CheckpointFormatError, ModelLoadError, or the signal's reason.
 */
export const openRun = async (options: FitOptions): Promise<FitRun> => {
  const { runtime, step, checkpoints, signal, onProgress } = options;
  const bytes = await checkpoints?.store.load();
  const checkpoint = bytes && decodeCheckpoint(bytes);
  if (checkpoint !== undefined) checkMatches(checkpoint, options);
  const model = stepModelFor(step, runtime.executionProvider);
  const session = await runtime.open(encodeModel(model), {
    carries: step.carries,
    ...(signal && { signal }),
  });
  try {
    await session.writeState(checkpoint?.state ?? step.initialState);
  } catch (error) {
    await session.release();
    throw error;
  }
  const progress = checkpoint?.progress ?? newProgress(options);
  if (checkpoint !== undefined) {
    onProgress?.({ kind: 'resume', step: progress.step, epoch: progress.epoch });
  }
  return {
    session,
    progress,
    best: checkpoint?.best ?? {},
    checkpointStep: checkpoint?.progress.step,
  };
};

const isFinite32 = ({ data }: Tensor): boolean =>
  !(data instanceof Float32Array) || data.every(Number.isFinite);

/**
 * Stores the run as it stands, where it has a store.
 *
 * @throws DivergedError instead of storing weights that are not finite; whatever the store throws.
 */
export const saveRun = async (options: FitOptions, run: FitRun): Promise<void> => {
  const { checkpoints, learningRate, onProgress } = options;
  if (checkpoints === undefined) return;
  const { progress, best, checkpointStep } = run;
  const state = await run.session.readState();
  if (!Object.values(state).every(isFinite32)) {
    const { step, lossSum, exampleCount } = progress;
    const loss = exampleCount > 0 ? lossSum / exampleCount : 0;
    throw new DivergedError({ step, loss, learningRate: learningRate(step - 1), checkpointStep });
  }
  const bytes = encodeCheckpoint({ state, best, progress });
  await checkpoints.store.save(bytes);
  run.checkpointStep = progress.step;
  onProgress?.({ kind: 'checkpoint', step: progress.step, bytes: bytes.byteLength });
};
