import { describe, expect, it } from 'vitest';
import { createLoss, createOptimizer, createSchedule } from './create-training-parts.js';
import type { Recipe } from './recipe-schema.js';

const trainingOf = (fields: Partial<Recipe['training']> = {}): Recipe['training'] => ({
  epochs: 4,
  batchSize: 8,
  optimizer: { kind: 'sgd' },
  schedule: { kind: 'constant', learningRate: 0.5 },
  ...fields,
});

const ratesOf = (schedule: Recipe['training']['schedule']): number[] => {
  const rateOf = createSchedule(trainingOf({ schedule }), 10);
  return [0, 9, 10, 20, 39].map((step) => rateOf(step));
};

describe('createSchedule', () => {
  it('should count in epochs what the schedules count in steps', () => {
    expect(ratesOf({ kind: 'constant', learningRate: 0.5 })).toEqual([0.5, 0.5, 0.5, 0.5, 0.5]);
    const step = { kind: 'step', learningRate: 1, everyEpochs: 1, factor: 0.5 } as const;
    expect(ratesOf(step)).toEqual([1, 1, 0.5, 0.25, 0.125]);
  });

  it('should warm up for whole epochs and end at the final rate', () => {
    const rateOf = createSchedule(
      trainingOf({
        schedule: { kind: 'cosine', learningRate: 1, warmUpEpochs: 1, finalLearningRate: 0.1 },
      }),
      10,
    );
    expect(rateOf(0)).toBeCloseTo(1 / 11, 12);
    expect(rateOf(10)).toBe(1);
    expect(rateOf(40)).toBeCloseTo(0.1, 12);
  });

  it('should go up and down once in the run', () => {
    const rates = ratesOf({ kind: 'one-cycle', learningRate: 1 });
    expect(Math.max(...rates)).toBeLessThanOrEqual(1);
    expect(rates[0]).toBeCloseTo(1 / 25, 12);
    expect(rates[4]).toBeLessThan(0.001);
  });
});

describe('createLoss and createOptimizer', () => {
  const dataset = {
    labels: ['a', 'b'],
    examples: [
      { path: 'x', label: 0 },
      { path: 'y', label: 1 },
    ],
  };

  it('should make what the recipe names, a softmax by default', () => {
    expect(createLoss(trainingOf(), dataset).kind).toBe('softmax-cross-entropy');
    const loss = { kind: 'sigmoid-cross-entropy', classWeights: 'balanced' } as const;
    expect(createLoss(trainingOf({ loss }), dataset).kind).toBe('sigmoid-cross-entropy');
    expect(createOptimizer(trainingOf()).kind).toBe('sgd');
    const optimizer = { kind: 'adamw', weightDecay: 0.1 } as const;
    expect(createOptimizer(trainingOf({ optimizer })).kind).toBe('adamw');
  });
});
