import { createGraphRuntime } from '@ocelli/node';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkGradients } from '../testing/check-gradients.js';
import { CONVOLUTION_CASES } from './test-cases/convolutions.js';
import { ELEMENTWISE_CASES } from './test-cases/elementwise.js';
import { MOVEMENT_CASES } from './test-cases/movement.js';
import { POOL_CASES } from './test-cases/pools.js';
import { RANDOM_CASES } from './test-cases/random-cases.js';
import { REDUCTION_CASES } from './test-cases/reductions.js';
import type { GradientCase } from './test-cases/gradient-case.js';
import { VJP_RULES } from './vjp-rules.js';

const CASES: readonly GradientCase[] = [
  ...CONVOLUTION_CASES,
  ...ELEMENTWISE_CASES,
  ...MOVEMENT_CASES,
  ...POOL_CASES,
  ...REDUCTION_CASES,
];
const TOLERANCES = { float32: 1e-3, float64: 1e-7 } as const;

const runtime = createGraphRuntime({ threads: 1 });

const largest = async (
  { inputs, body }: GradientCase,
  dtype: 'float32' | 'float64',
  seed = 1,
): Promise<number> =>
  Math.max(...Object.values(await checkGradients({ runtime, inputs, body, dtype, seed })));

describe('VJP_RULES', () => {
  it('should each have a check', () => {
    const checked = new Set(CASES.map(({ operator }) => operator));
    expect([...checked].sort()).toEqual(Object.keys(VJP_RULES).sort());
  });

  it.each(CASES)('should agree with differences in float32: $operator, $title', async (each) => {
    expect(await largest(each, 'float32')).toBeLessThan(TOLERANCES.float32);
  });

  it.each(CASES.filter(({ hasFloat64 }) => hasFloat64))(
    'should agree with differences in float64: $operator, $title',
    async (each) => {
      expect(await largest(each, 'float64')).toBeLessThan(TOLERANCES.float64);
    },
  );

  it.each(Object.entries(RANDOM_CASES))(
    'should agree with differences over random shapes: %s',
    async (_, cases) => {
      await fc.assert(
        fc.asyncProperty(cases, fc.integer({ min: 1, max: 1000 }), async (each, seed) => {
          const dtype = each.hasFloat64 ? 'float64' : 'float32';
          expect(await largest(each, dtype, seed)).toBeLessThan(TOLERANCES[dtype]);
        }),
        { seed: 5, numRuns: 30 },
      );
    },
    120_000,
  );
});
