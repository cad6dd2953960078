import { InvalidArgumentError } from '@ocelli/core';
import type { ClassMetrics, EvaluationMetrics, ReliabilityBin } from './evaluation-metrics.js';
import { wilsonInterval } from './wilson-interval.js';

const BINS = 15;
const SMALLEST_SCORE = 1e-12;

/** Takes one scored example after another and holds counts and sums only. */
export interface MetricsAccumulator {
  /**
   * Counts one example: the scores of all labels (probabilities, calibrated where the card says how) and
   * the index of its label. Equal scores rank by index. Gives the rank of the label, 0 for a right answer.
   *
   * @throws InvalidArgumentError for another number of scores, a score outside 0..1 or an unknown label.
   */
  add(scores: ArrayLike<number>, label: number): number;
  /** Metrics of all examples so far. */
  metrics(): EvaluationMetrics;
}

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

class Accumulator implements MetricsAccumulator {
  readonly #labels: readonly string[];
  /** `[label, prediction]` */
  readonly #confusion: Float64Array;
  readonly #binCounts = new Float64Array(BINS);
  readonly #binHits = new Float64Array(BINS);
  readonly #binScores = new Float64Array(BINS);
  #count = 0;
  #top5 = 0;
  #nll = 0;
  #brier = 0;

  constructor(labels: readonly string[]) {
    this.#labels = labels;
    this.#confusion = new Float64Array(labels.length * labels.length);
  }

  #check(scores: ArrayLike<number>, label: number): void {
    const size = this.#labels.length;
    const fail = (argument: string, expected: string, actual: unknown): never => {
      throw new InvalidArgumentError({ argument, expected, actual: String(actual) });
    };
    if (scores.length !== size) fail('scores.length', String(size), scores.length);
    if (!Number.isSafeInteger(label) || label < 0 || label >= size) {
      fail('label', `an index below ${String(size)}`, label);
    }
    for (let index = 0; index < size; index += 1) {
      const score = scores[index] ?? Number.NaN;
      // Probabilities that float16 or int8 rounded may lie a little outside.
      if (!(score >= -1e-2 && score <= 1.01))
        fail(`scores[${String(index)}]`, 'from 0 to 1', score);
    }
  }

  add(scores: ArrayLike<number>, label: number): number {
    this.#check(scores, label);
    const own = scores[label] ?? 0;
    let best = 0;
    let rank = 0;
    let squares = 0;
    for (let index = 0; index < scores.length; index += 1) {
      const score = scores[index] ?? 0;
      if (score > (scores[best] ?? 0)) best = index;
      if (score > own || (score === own && index < label)) rank += 1;
      squares += (score - (index === label ? 1 : 0)) ** 2;
    }
    const cell = label * this.#labels.length + best;
    const confidence = scores[best] ?? 0;
    const bin = Math.min(BINS - 1, Math.max(0, Math.ceil(confidence * BINS) - 1));
    this.#confusion[cell] = (this.#confusion[cell] ?? 0) + 1;
    this.#binCounts[bin] = (this.#binCounts[bin] ?? 0) + 1;
    this.#binScores[bin] = (this.#binScores[bin] ?? 0) + confidence;
    if (rank === 0) this.#binHits[bin] = (this.#binHits[bin] ?? 0) + 1;
    if (rank < 5) this.#top5 += 1;
    this.#nll -= Math.log(Math.max(own, SMALLEST_SCORE));
    this.#brier += squares;
    this.#count += 1;
    return rank;
  }

  metrics(): EvaluationMetrics {
    const count = this.#count;
    const hits = sum(this.#binHits);
    const perClass = this.#labels.map((label, index) => this.#classMetrics(label, index));
    const recalls = perClass.flatMap(({ recall }) => (recall === null ? [] : [recall]));
    const reliability = this.#reliability();
    const gaps = reliability.map(
      (bin) => bin.count * Math.abs((bin.accuracy ?? 0) - (bin.confidence ?? 0)),
    );
    return {
      labels: this.#labels,
      count,
      top1: ratio(hits, count),
      top1Interval: count === 0 ? null : wilsonInterval(hits, count),
      top5: ratio(this.#top5, count),
      meanPerClassAccuracy: ratio(
        recalls.reduce((total, recall) => total + recall, 0),
        recalls.length,
      ),
      ece: ratio(sum(Float64Array.from(gaps)), count),
      nll: ratio(this.#nll, count),
      brier: ratio(this.#brier, count),
      perClass,
      confusion: this.#labels.map((_, index) => [...this.#row(index)]),
      reliability,
    };
  }

  #row(label: number): Float64Array {
    const size = this.#labels.length;
    return this.#confusion.subarray(label * size, (label + 1) * size);
  }

  #classMetrics(label: string, index: number): ClassMetrics {
    const size = this.#labels.length;
    const hits = this.#row(index)[index] ?? 0;
    const support = sum(this.#row(index));
    let named = 0;
    for (let row = 0; row < size; row += 1) named += this.#confusion[row * size + index] ?? 0;
    return {
      label,
      support,
      precision: ratio(hits, named),
      recall: ratio(hits, support),
      f1: ratio(2 * hits, support + named),
    };
  }

  #reliability(): readonly ReliabilityBin[] {
    return Array.from(this.#binCounts, (count, bin) => ({
      from: bin / BINS,
      to: (bin + 1) / BINS,
      count,
      confidence: ratio(this.#binScores[bin] ?? 0, count),
      accuracy: ratio(this.#binHits[bin] ?? 0, count),
    }));
  }
}

/**
 * Creates an accumulator of evaluation metrics for these labels. Memory is that of the confusion matrix,
 * whatever the number of examples.
 *
 * @throws InvalidArgumentError without labels.
 */
export const createMetricsAccumulator = (labels: readonly string[]): MetricsAccumulator => {
  if (labels.length === 0) {
    throw new InvalidArgumentError({
      argument: 'labels',
      expected: 'a list of at least one label',
      actual: 'empty',
    });
  }
  return new Accumulator(labels);
};
