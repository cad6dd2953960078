import { createGraphRuntime } from '@ocelli/node';
import type { GraphBuilder } from '@ocelli/onnx';
import { describe, expect, it } from 'vitest';
import { type CheckedInput, checkGradients } from '../testing/check-gradients.js';
import { CONVOLUTION_CASES } from './test-cases/convolutions.js';
import { ELEMENTWISE_CASES } from './test-cases/elementwise.js';
import { MOVEMENT_CASES } from './test-cases/movement.js';
import { POOL_CASES } from './test-cases/pools.js';
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
  inputs: Readonly<Record<string, CheckedInput>>,
  body: (g: GraphBuilder) => string | readonly string[],
  dtype: 'float32' | 'float64',
): Promise<number> =>
  Math.max(...Object.values(await checkGradients({ runtime, inputs, body, dtype })));

describe('VJP_RULES', () => {
  it('should each have a check', () => {
    const checked = new Set(CASES.map(({ operator }) => operator));
    expect([...checked].sort()).toEqual(Object.keys(VJP_RULES).sort());
  });

  it.each(CASES)('should agree with differences in float32: $operator, $title', async (each) => {
    expect(await largest(each.inputs, each.body, 'float32')).toBeLessThan(TOLERANCES.float32);
  });

  it.each(CASES.filter(({ hasFloat64 }) => hasFloat64))(
    'should agree with differences in float64: $operator, $title',
    async (each) => {
      expect(await largest(each.inputs, each.body, 'float64')).toBeLessThan(TOLERANCES.float64);
    },
  );
});
