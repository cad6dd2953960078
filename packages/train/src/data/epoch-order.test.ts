import { InvalidArgumentError } from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import { checkTrainingData } from './check-training-data.js';
import { classStatistics } from './class-statistics.js';
import { DatasetError } from './dataset-error.js';
import { createEpochOrder } from './epoch-order.js';
import type { Dataset } from './labelled-example.js';
import { numberedDataset } from './testing/drawn-pictures.js';

/** 90 examples of the first class, 10 of the second. */
const uneven: Dataset = {
  labels: ['common', 'rare'],
  examples: Array.from({ length: 100 }, (_, index) => ({
    path: String(index),
    label: index < 90 ? 0 : 1,
    ...(index < 90 && { group: `track ${String(index % 30)}` }),
  })),
};

const rareCount = (order: Int32Array): number => order.filter((index) => index >= 90).length;

describe('createEpochOrder', () => {
  it('should bring every example once, in an order that seed and epoch decide', () => {
    const order = createEpochOrder(uneven, { seed: 3 });
    expect([...order.of(0)].sort((a, b) => a - b)).toEqual(uneven.examples.map((_, i) => i));
    expect(order.of(0)).not.toEqual(order.of(1));
    expect(createEpochOrder(uneven, { seed: 3 }).of(1)).toEqual(order.of(1));
    expect(createEpochOrder(uneven, { seed: 4 }).of(1)).not.toEqual(order.of(1));
  });

  it('should balance classes from not at all to wholly, in epochs of the same length', () => {
    const count = (balance: number) => {
      const order = createEpochOrder(uneven, { seed: 3, balance });
      expect(order.of(5)).toHaveLength(order.length);
      expect(order.length).toBe(100);
      return rareCount(order.of(5));
    };
    expect([0, 0.5, 1].map(count)).toEqual([10, 25, 50]);
    // Repeated evenly: each of the ten five times.
    const order = createEpochOrder(uneven, { seed: 3, balance: 1 }).of(0);
    const repeats = new Set(
      Array.from({ length: 10 }, (_, i) => order.filter((index) => index === 90 + i).length),
    );
    expect([...repeats]).toEqual([5]);
  });

  it('should take so many examples of each group, others in other epochs', () => {
    const order = createEpochOrder(uneven, { seed: 3, examplesPerGroup: 2 });
    expect(order.length).toBe(70);
    const tracks = [...order.of(0)].filter((index) => index < 90).map((index) => index % 30);
    for (let track = 0; track < 30; track += 1) {
      expect(tracks.filter((each) => each === track)).toHaveLength(2);
    }
    expect(new Set([0, 1, 2, 3, 4, 5].flatMap((epoch) => [...order.of(epoch)])).size).toBe(100);
  });

  it.each([{ balance: 1.5 }, { balance: NaN }, { examplesPerGroup: 0 }])(
    'should refuse %j',
    (options) => {
      expect(() => createEpochOrder(uneven, { seed: 1, ...options })).toThrow(InvalidArgumentError);
    },
  );
});

describe('classStatistics', () => {
  it('should count examples and groups, and weigh classes alike', () => {
    expect(classStatistics({ ...uneven, labels: ['common', 'rare', 'none'] })).toEqual([
      { label: 'common', exampleCount: 90, groupCount: 30, weight: 100 / 180 },
      { label: 'rare', exampleCount: 10, groupCount: 10, weight: 5 },
      { label: 'none', exampleCount: 0, groupCount: 0, weight: 0 },
    ]);
  });
});

describe('checkTrainingData', () => {
  it('should name the class without pictures', () => {
    const check = () => {
      checkTrainingData({ ...uneven, labels: ['common', 'rare', 'none'] });
    };
    expect(check).toThrow(DatasetError);
    expect(check).toThrow(
      expect.objectContaining({ reason: 'empty-class', field: 'none' }) as Error,
    );
  });

  it.each([
    ['one picture', numberedDataset(1, 1), '1 picture of 1 class'],
    ['one class', numberedDataset(1, 9), '9 pictures of 1 class'],
  ])('should refuse %s', (_, dataset, detail) => {
    const check = () => {
      checkTrainingData(dataset);
    };
    expect(check).toThrow(expect.objectContaining({ reason: 'too-few-examples' }) as Error);
    expect(check).toThrow(detail);
  });
});
