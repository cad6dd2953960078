import { argmax, type GraphSession, softmax } from '@ocelli/core';
import type { Batch, BatchSource } from '../data/batch.js';

/** How a classifier does on the examples of a source. */
export interface ValidationMetrics {
  readonly count: number;
  /** Mean cross-entropy with the targets. */
  readonly loss: number;
  /** 0..1 */
  readonly accuracy: number;
}

const PROBABILITY_FLOOR = 1e-12;

/** Logits of one example. */
export const logitsOf = (logits: Float32Array, example: number, classCount: number): Float32Array =>
  logits.subarray(example * classCount, (example + 1) * classCount);

/** Whether the example is classified right: its label by softmax, every label by sigmoid where it has several. */
const isCorrect = (logits: Float32Array, targets: Float32Array, label: number): boolean =>
  label >= 0
    ? argmax(logits) === label
    : logits.every((logit, at) => logit > 0 === (targets[at] ?? 0) > 0.5);

/** How many examples of a batch are classified right. */
export const countCorrect = (logits: Float32Array, { labels, targets }: Batch): number => {
  const classCount = targets.dims[1] ?? 0;
  let count = 0;
  labels.forEach((label, at) => {
    const row = logitsOf(targets.data, at, classCount);
    if (isCorrect(logitsOf(logits, at, classCount), row, label)) count += 1;
  });
  return count;
};

const crossEntropy = (
  logits: Float32Array,
  targets: Float32Array,
  isExclusive: boolean,
): number => {
  if (isExclusive) {
    return softmax(logits).reduce(
      (sum, probability, at) =>
        sum - (targets[at] ?? 0) * Math.log(Math.max(probability, PROBABILITY_FLOOR)),
      0,
    );
  }
  const sum = logits.reduce(
    (total, logit, at) =>
      total +
      Math.max(logit, 0) -
      logit * (targets[at] ?? 0) +
      Math.log1p(Math.exp(-Math.abs(logit))),
    0,
  );
  return sum / logits.length;
};

/**
 * Runs an inference graph (one input, an output of logits `[N, classes]`) over all batches of a source.
 *
 * @throws as `GraphSession.run` and the source do, or the signal's reason.
 */
export const evaluateBatches = async (
  session: GraphSession,
  source: BatchSource,
  signal?: AbortSignal,
): Promise<ValidationMetrics> => {
  const [input] = session.inputs;
  const [output] = session.outputs;
  let [count, lossSum, correct] = [0, 0, 0];
  for await (const batch of source.batches(0, signal && { signal })) {
    signal?.throwIfAborted();
    const outputs = await session.run({ [input?.name ?? '']: batch.images });
    const logits = outputs[output?.name ?? '']?.data as Float32Array;
    const classCount = batch.targets.dims[1] ?? 0;
    correct += countCorrect(logits, batch);
    batch.labels.forEach((label, at) => {
      const row = logitsOf(batch.targets.data, at, classCount);
      lossSum += crossEntropy(logitsOf(logits, at, classCount), row, label >= 0);
    });
    count += batch.labels.length;
  }
  return { count, loss: lossSum / count, accuracy: correct / count };
};
