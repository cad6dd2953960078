import { describe, expect, it } from 'vitest';
import { largestError, readTorchFixture } from '../../test/torch-fixtures.js';
import { constant } from './constant.js';
import { cosine, type CosineOptions } from './cosine.js';
import { oneCycle, type OneCycleOptions } from './one-cycle.js';
import type { Schedule } from './schedule.js';
import { stepDecay, type StepDecayOptions } from './step-decay.js';

interface Fixture<Options> {
  readonly options: Options;
  /** From the first step on. */
  readonly rates: readonly number[];
}
const FIXTURES = readTorchFixture<{
  readonly stepDecay: Fixture<StepDecayOptions>;
  readonly cosine: Fixture<CosineOptions>;
  readonly cosineAfterWarmup: Fixture<CosineOptions>;
  readonly oneCycle: Fixture<OneCycleOptions>;
  readonly oneCycleShortRise: Fixture<OneCycleOptions>;
}>('schedules.json');

const CASES: readonly (readonly [string, Schedule, readonly number[]])[] = [
  ['stepDecay', stepDecay(FIXTURES.stepDecay.options), FIXTURES.stepDecay.rates],
  ['cosine', cosine(FIXTURES.cosine.options), FIXTURES.cosine.rates],
  [
    'cosine after warm-up',
    cosine(FIXTURES.cosineAfterWarmup.options),
    FIXTURES.cosineAfterWarmup.rates,
  ],
  ['oneCycle', oneCycle(FIXTURES.oneCycle.options), FIXTURES.oneCycle.rates],
  [
    'oneCycle with a short rise',
    oneCycle(FIXTURES.oneCycleShortRise.options),
    FIXTURES.oneCycleShortRise.rates,
  ],
];

describe('schedules', () => {
  it.each(CASES)("should give PyTorch's rate at every step: %s", (_, schedule, rates) => {
    expect(rates.length).toBeGreaterThan(30);
    // PyTorch multiplies its rates up from step to step.
    expect(
      largestError(
        rates.map((_rate, step) => schedule(step)),
        rates,
      ),
    ).toBeLessThan(1e-12);
  });

  it('should keep a constant rate', () => {
    expect([0, 1, 1e6].map(constant(0.3))).toEqual([0.3, 0.3, 0.3]);
  });

  it('should keep the lowest rate after the last step', () => {
    const options = { learningRate: 1, steps: 10 };
    expect(cosine({ ...options, minimum: 0.1 })(25)).toBeCloseTo(0.1, 12);
    expect(oneCycle(options)(25)).toBeCloseTo(1 / 25 / 10_000, 12);
  });

  it('should stay finite where warm-up takes the whole run or a single step', () => {
    const rates = [
      ...[0, 1, 2].map(cosine({ learningRate: 1, steps: 2, warmupSteps: 2 })),
      ...[0, 1, 2].map(oneCycle({ learningRate: 1, steps: 10, warmupFraction: 0.1 })),
    ];
    expect(rates.every((rate) => rate >= 0 && rate <= 1)).toBe(true);
  });
});
