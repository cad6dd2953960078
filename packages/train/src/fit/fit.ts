import { createTensor, type GraphSession, InvalidArgumentError, type Tensor } from '@ocelli/core';
import { encodeModel } from '@ocelli/onnx';
import type { Batch } from '../data/batch.js';
import { evaluatedWeights } from '../export/evaluated-weights.js';
import { exportClassifier } from '../export/export-classifier.js';
import { STEP_VALUES } from '../step/training-step.js';
import { DivergedError } from './diverged-error.js';
import { dropoutMasks } from './dropout-masks.js';
import { countCorrect, evaluateBatches, type ValidationMetrics } from './evaluate-batches.js';
import type { FitOptions, FitResult } from './fit-options.js';
import type { EpochRecord, FitProgress } from './fit-progress.js';
import { type FitRun, openRun, saveRun } from './fit-run.js';

const scalar = (value: number): Tensor => createTensor('float32', [], Float32Array.of(value));

const numberOf = (tensor: Tensor | undefined): number => Number(tensor?.data[0] ?? NaN);

/** What one step gave. */
interface StepOutcome {
  readonly loss: number;
  readonly correctCount: number;
  readonly learningRate: number;
  readonly gradientNorm: number | undefined;
}

const runStep = async (
  session: GraphSession,
  batch: Batch,
  { step, learningRate: rateOf, seed }: FitOptions,
  { progress, checkpointStep }: FitRun,
): Promise<StepOutcome> => {
  const learningRate = rateOf(progress.step);
  const outputs = await session.run({
    [STEP_VALUES.images]: batch.images,
    [STEP_VALUES.targets]: batch.targets,
    [STEP_VALUES.learningRate]: scalar(learningRate),
    [STEP_VALUES.stepNumber]: scalar(progress.step + 1),
    ...dropoutMasks(step.dropoutMasks, seed, progress.step),
  });
  const loss = numberOf(outputs[STEP_VALUES.loss]);
  if (!Number.isFinite(loss)) {
    throw new DivergedError({ step: progress.step + 1, loss, learningRate, checkpointStep });
  }
  const logits = outputs[STEP_VALUES.logits]?.data as Float32Array;
  const norm = outputs[STEP_VALUES.gradientNorm];
  return {
    loss,
    correctCount: countCorrect(logits, batch),
    learningRate,
    gradientNorm: norm && numberOf(norm),
  };
};

const afterStep = (
  progress: FitProgress,
  { loss, correctCount }: StepOutcome,
  examples: number,
): FitProgress => ({
  ...progress,
  step: progress.step + 1,
  stepInEpoch: progress.stepInEpoch + 1,
  lossSum: progress.lossSum + loss * examples,
  correctCount: progress.correctCount + correctCount,
  exampleCount: progress.exampleCount + examples,
});

/** Trains to the end of the epoch that the run stands in. */
const trainEpoch = async (options: FitOptions, run: FitRun): Promise<void> => {
  const {
    training,
    epochs,
    signal,
    onProgress,
    checkpoints,
    now = () => performance.now(),
  } = options;
  const { stepsPerEpoch } = training;
  const first = run.progress.stepInEpoch;
  const batches = training.batches(run.progress.epoch, {
    firstStep: first,
    ...(signal && { signal }),
  });
  const begin = now();
  let waitedSince = begin;
  let images = 0;
  for await (const batch of batches) {
    signal?.throwIfAborted();
    const started = now();
    const outcome = await runStep(run.session, batch, options, run);
    run.progress = afterStep(run.progress, outcome, batch.labels.length);
    images += batch.labels.length;
    const { step, stepInEpoch, epoch, lossSum, correctCount, exampleCount } = run.progress;
    const finished = now();
    const stepsLeft = (epochs - epoch) * stepsPerEpoch - stepInEpoch;
    onProgress?.({
      kind: 'step',
      epoch: epoch + 1,
      epochs,
      step,
      stepInEpoch,
      stepsPerEpoch,
      loss: outcome.loss,
      meanLoss: lossSum / exampleCount,
      accuracy: correctCount / exampleCount,
      learningRate: outcome.learningRate,
      ...(outcome.gradientNorm !== undefined && { gradientNorm: outcome.gradientNorm }),
      imagesPerSecond: (images * 1000) / (finished - begin),
      stalledMs: started - waitedSince,
      stepMs: finished - started,
      remainingMs: (stepsLeft * (finished - begin)) / (stepInEpoch - first),
    });
    if (checkpoints?.everySteps !== undefined && step % checkpoints.everySteps === 0) {
      await saveRun(options, run);
    }
    waitedSince = now();
  }
  signal?.throwIfAborted();
};

const evaluate = async (
  { runtime, model, validation, signal }: FitOptions,
  epoch: number,
  weights: Readonly<Record<string, Tensor>>,
): Promise<Pick<ValidationMetrics, 'loss' | 'accuracy'> | undefined> => {
  if (validation === undefined) return undefined;
  const exported = exportClassifier(model, weights);
  if (typeof validation === 'function') {
    return validation(exported, { epoch, ...(signal && { signal }) });
  }
  const session = await runtime.open(encodeModel(exported), signal && { signal });
  try {
    return await evaluateBatches(session, validation, signal);
  } finally {
    await session.release();
  }
};

/** More right answers, or as many at a lower loss. */
const isBetter = (record: EpochRecord, best: EpochRecord | undefined): boolean => {
  const [accuracy, least] = [record.validationAccuracy ?? 0, best?.validationAccuracy ?? 0];
  if (best === undefined || accuracy !== least) return best === undefined || accuracy > least;
  return (record.validationLoss ?? 0) <= (best.validationLoss ?? 0);
};

/** Evaluates a trained epoch and closes it. */
const finishEpoch = async (options: FitOptions, run: FitRun): Promise<void> => {
  const { progress } = run;
  const weights = evaluatedWeights(options.step, await run.session.readState());
  const metrics = await evaluate(options, progress.epoch + 1, weights);
  const record: EpochRecord = {
    epoch: progress.epoch + 1,
    learningRate: options.learningRate(progress.step - 1),
    trainingLoss: progress.lossSum / progress.exampleCount,
    trainingAccuracy: progress.correctCount / progress.exampleCount,
    ...(metrics && { validationLoss: metrics.loss, validationAccuracy: metrics.accuracy }),
  };
  const isBest = isBetter(record, progress.history[progress.bestEpoch - 1]);
  if (isBest) run.best = weights;
  run.progress = {
    ...progress,
    epoch: record.epoch,
    stepInEpoch: 0,
    lossSum: 0,
    correctCount: 0,
    exampleCount: 0,
    history: [...progress.history, record],
    bestEpoch: isBest ? record.epoch : progress.bestEpoch,
  };
  options.onProgress?.({ kind: 'epoch', epochs: options.epochs, record, isBest });
  await saveRun(options, run);
};

const checkOptions = ({ epochs, patience, training }: FitOptions): void => {
  const check = (argument: string, value: number, least: number): void => {
    if (Number.isSafeInteger(value) && value >= least) return;
    const expected = `a whole number from ${least} on`;
    throw new InvalidArgumentError({ argument, expected, actual: String(value) });
  };
  check('options.epochs', epochs, 1);
  check('options.training.stepsPerEpoch', training.stepsPerEpoch, 1);
  if (patience !== undefined) check('options.patience', patience, 1);
};

const isOutOfPatience = (
  { patience = Infinity, validation }: FitOptions,
  { epoch, bestEpoch }: FitProgress,
): boolean => validation !== undefined && epoch - bestEpoch >= patience;

/**
 * Trains a classifier: runs its step over the batches of each epoch, evaluates, keeps the best weights, and
 * stores checkpoints from which a run goes on exactly as if it had never ended, whatever ended it.
 *
 * @throws DivergedError when the loss or a weight is no longer finite (the last checkpoint is kept),
 * CheckpointMismatchError when the store holds another run, CheckpointWriteError, the signal's reason, and
 * whatever the runtime and the sources throw.
 */
export const fit = async (options: FitOptions): Promise<FitResult> => {
  checkOptions(options);
  const { epochs, step, signal } = options;
  const run = await openRun(options);
  try {
    while (run.progress.epoch < epochs && !isOutOfPatience(options, run.progress)) {
      signal?.throwIfAborted();
      await trainEpoch(options, run);
      await finishEpoch(options, run);
    }
    const { history, bestEpoch } = run.progress;
    return {
      weights: evaluatedWeights(step, await run.session.readState()),
      bestWeights: run.best,
      bestEpoch,
      history,
      hasStoppedEarly: run.progress.epoch < epochs,
    };
  } catch (error) {
    if (signal?.aborted === true && run.progress.step !== run.checkpointStep) {
      await saveRun(options, run);
    }
    throw error;
  } finally {
    await run.session.release();
  }
};
