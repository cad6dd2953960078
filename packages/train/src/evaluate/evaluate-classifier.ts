import {
  type Classification,
  type Classifier,
  InvalidArgumentError,
  type RegionOfInterest,
} from '@ocelli/core';
import type { Dataset, LabelledExample } from '../data/labelled-example.js';
import { createMetricsAccumulator } from './create-metrics-accumulator.js';
import type { EvaluationMetrics } from './evaluation-metrics.js';
import type { ReadPicture } from './read-picture.js';
import { type EvaluationTiming, timeClassifier } from './time-classifier.js';

/** A wrong answer. */
export interface Mistake {
  readonly path: string;
  readonly region?: RegionOfInterest;
  readonly label: string;
  readonly predicted: string;
  /** Of the predicted label. */
  readonly score: number;
  /** Of the right label. */
  readonly labelScore: number;
}

/** A picture that could not be read or classified. */
export interface FailedExample {
  readonly path: string;
  readonly error: unknown;
}

/** Metrics with what went wrong and how long it took. */
export interface Evaluation extends EvaluationMetrics {
  /** All wrong answers, most confident first. */
  readonly mistakes: readonly Mistake[];
  /** Left out of all figures. */
  readonly failed: readonly FailedExample[];
  /** Null when no picture could be classified. */
  readonly timing: EvaluationTiming | null;
}

export interface EvaluateClassifierOptions {
  readonly classifier: Classifier;
  /** In the labels of the classifier's card: see `matchDatasetLabels`. */
  readonly dataset: Dataset;
  readonly read: ReadPicture;
  /** Examples in flight: joined into batches where the model's batch dim is free. Default 16. */
  readonly concurrency?: number;
  /** Called after each example, with those done so far. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

type Outcome =
  | { readonly classification: Classification; readonly error?: never }
  | { readonly classification?: never; readonly error: unknown };

const evaluateOne = async (
  { path, region }: LabelledExample,
  { classifier, read }: EvaluateClassifierOptions,
): Promise<Outcome> => {
  try {
    // Without the signal: many at a time would listen to it, and each is short.
    const frame = await read(path, {});
    let pending: Promise<Classification>;
    try {
      const { labels } = classifier.card;
      // All labels are scored, also those that the card never names: they are in the dataset.
      const every = { topK: labels.length, allow: labels, deny: [] };
      const regionOfInterest = region === undefined ? {} : { regionOfInterest: region };
      pending = classifier.classify(frame, { ...every, ...regionOfInterest });
    } finally {
      // The pixels have been read when classify returns.
      frame.close();
    }
    return { classification: await pending };
  } catch (error) {
    return { error };
  }
};

const scoresOf = ({ scores }: Classification): Float64Array => {
  const byIndex = new Float64Array(scores.length);
  for (const { index, score } of scores) byIndex[index] = score;
  return byIndex;
};

const describeMistake = (
  { path, region, label }: LabelledExample,
  { top }: Classification,
  scores: Float64Array,
  labels: readonly string[],
): Mistake => ({
  path,
  ...(region === undefined ? {} : { region }),
  label: labels[label] ?? '',
  predicted: labels[top.index] ?? '',
  score: top.score,
  labelScore: scores[label] ?? 0,
});

const checkLabels = ({ classifier, dataset }: EvaluateClassifierOptions): void => {
  const { length } = classifier.card.labels;
  if (dataset.labels.length === length) return;
  throw new InvalidArgumentError({
    argument: 'options.dataset.labels',
    expected: `the ${String(length)} labels of the classifier`,
    actual: `${String(dataset.labels.length)} labels`,
    remedy: 'Pass the dataset through matchDatasetLabels.',
  });
};

/**
 * Classifies every example of a dataset as `Classifier.classify` does, and measures the answers. A
 * picture that cannot be read or classified is counted in `failed` and in nothing else. Answers are
 * added up in the order of the examples, so that the figures are the same at every concurrency.
 *
 * @throws the signal's reason, after the examples in flight have ended; InvalidArgumentError for a dataset in other labels.
 *
 * @example
 * const { dataset } = matchDatasetLabels(await readImageFolder('val'), classifier.card);
 * const { top1, ece } = await evaluateClassifier({ classifier, dataset, read: decodeImage });
 */
export const evaluateClassifier = async (
  options: EvaluateClassifierOptions,
): Promise<Evaluation> => {
  const { classifier, dataset, read, concurrency = 16, onProgress, signal } = options;
  checkLabels(options);
  const accumulator = createMetricsAccumulator(dataset.labels);
  const mistakes: Mistake[] = [];
  const failed: FailedExample[] = [];
  const inFlight: { readonly example: LabelledExample; readonly outcome: Promise<Outcome> }[] = [];
  const { examples } = dataset;
  try {
    for (let next = 0, done = 0; done < examples.length; done += 1) {
      for (; next < examples.length && inFlight.length < concurrency; next += 1) {
        const example = examples[next] as LabelledExample;
        inFlight.push({ example, outcome: evaluateOne(example, options) });
      }
      const { example, outcome } = inFlight.shift() as (typeof inFlight)[number];
      const { classification, error } = await outcome;
      signal?.throwIfAborted();
      if (classification === undefined) failed.push({ path: example.path, error });
      else {
        const scores = scoresOf(classification);
        const isRight = accumulator.add(scores, example.label) === 0;
        if (!isRight)
          mistakes.push(describeMistake(example, classification, scores, dataset.labels));
      }
      onProgress?.(done + 1, examples.length);
    }
  } finally {
    await Promise.all(inFlight.map(({ outcome }) => outcome));
  }
  const unread = new Set(failed.map(({ path }) => path));
  const readable = examples.filter(({ path }) => !unread.has(path));
  return {
    ...accumulator.metrics(),
    mistakes: mistakes.sort((a, b) => b.score - b.labelScore - (a.score - a.labelScore)),
    failed,
    timing: await timeClassifier({
      classifier,
      examples: readable,
      read,
      ...(signal && { signal }),
    }),
  };
};
