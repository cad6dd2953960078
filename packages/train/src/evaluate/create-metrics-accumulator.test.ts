import { InvalidArgumentError, softmax } from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import { createMetricsAccumulator } from './create-metrics-accumulator.js';

const LABELS = ['cat', 'dog', 'owl'];
const LOGITS = [
  [2.0, 1.0, 0.1],
  [0.2, 3.0, 0.5],
  [1.5, 1.4, 0.2],
  [0.1, 0.2, 0.3],
  [2.5, 0.0, 1.0],
];
const TRUTH = [0, 1, 1, 0, 0];

const measure = () => {
  const accumulator = createMetricsAccumulator(LABELS);
  const ranks = LOGITS.map((row, index) => accumulator.add(softmax(row), TRUTH[index] ?? -1));
  return { ranks, metrics: accumulator.metrics() };
};

describe('createMetricsAccumulator', () => {
  it('should give the ECE, NLL and Brier score that numpy gives', () => {
    const { metrics } = measure();
    expect(metrics.ece).toBeCloseTo(0.3052611843508081, 12);
    expect(metrics.nll).toBeCloseTo(0.5794045398238786, 12);
    expect(metrics.brier).toBeCloseTo(0.31974882869918086, 12);
  });

  it('should count rows by label and columns by prediction', () => {
    const { metrics, ranks } = measure();
    expect(ranks).toEqual([0, 0, 1, 2, 0]);
    expect(metrics.confusion).toEqual([
      [2, 0, 1],
      [1, 1, 0],
      [0, 0, 0],
    ]);
    expect(metrics.top1).toBe(3 / 5);
    expect(metrics.top5).toBe(1);
    expect(metrics.meanPerClassAccuracy).toBeCloseTo((2 / 3 + 1 / 2) / 2, 15);
    expect(metrics.perClass).toEqual([
      { label: 'cat', support: 3, precision: 2 / 3, recall: 2 / 3, f1: 4 / 6 },
      { label: 'dog', support: 2, precision: 1, recall: 0.5, f1: 2 / 3 },
      { label: 'owl', support: 0, precision: 0, recall: null, f1: 0 },
    ]);
  });

  it('should put a score on the edge of two bins into the lower one', () => {
    const accumulator = createMetricsAccumulator(['yes', 'no']);
    accumulator.add([0.6, 0.4], 0);
    accumulator.add([1, 0], 1);
    const filled = accumulator.metrics().reliability.filter(({ count }) => count > 0);
    expect(filled.map(({ to, accuracy }) => [to, accuracy])).toEqual([
      [0.6, 1],
      [1, 0],
    ]);
  });

  it('should rank equal scores by index, as the classifier does', () => {
    const accumulator = createMetricsAccumulator(LABELS);
    expect(accumulator.add([0.4, 0.4, 0.2], 1)).toBe(1);
    expect(accumulator.add([0.4, 0.4, 0.2], 0)).toBe(0);
  });

  it('should count a label among six as outside the best five', () => {
    const accumulator = createMetricsAccumulator(['a', 'b', 'c', 'd', 'e', 'f']);
    accumulator.add([0.3, 0.2, 0.2, 0.15, 0.1, 0.05], 5);
    accumulator.add([0.3, 0.2, 0.2, 0.15, 0.1, 0.05], 4);
    expect(accumulator.metrics().top5).toBe(0.5);
  });

  it('should give null for every share of no examples', () => {
    const metrics = createMetricsAccumulator(LABELS).metrics();
    expect(metrics).toMatchObject({ count: 0, top1: null, top1Interval: null, top5: null });
    expect(metrics).toMatchObject({ ece: null, nll: null, brier: null });
    expect(metrics.meanPerClassAccuracy).toBeNull();
  });

  it.each([
    ['too few scores', [0.5, 0.5], 0],
    ['a label that there is not', [1, 0, 0], 3],
    ['NaN', [Number.NaN, 0, 0], 0],
    ['logits', [3, -1, 0], 0],
  ])('should refuse %s and count nothing', (_, scores, label) => {
    const accumulator = createMetricsAccumulator(LABELS);
    expect(() => accumulator.add(scores, label)).toThrow(InvalidArgumentError);
    expect(accumulator.metrics().count).toBe(0);
  });
});
