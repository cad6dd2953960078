import { createTensor } from '@ocelli/core';
import type { GraphBuilder } from '@ocelli/onnx';
import type { CheckedInput } from '../../testing/check-gradients.js';
import type { DifferentiableOperator } from '../vjp-rules.js';

/** One check of a rule against differences. */
export interface GradientCase {
  readonly operator: DifferentiableOperator;
  readonly title: string;
  readonly inputs: Readonly<Record<string, CheckedInput>>;
  readonly body: (g: GraphBuilder) => string | readonly string[];
  /** Whether ONNX Runtime's CPU provider has kernels for float64 on the way forward and back. */
  readonly hasFloat64: boolean;
}

/** Values away from the kinks at 0 and from one another. */
export const spread = (...dims: readonly number[]): CheckedInput => ({ dims, drawing: 'spread' });
export const positive = (...dims: readonly number[]): CheckedInput => ({
  dims,
  drawing: 'positive',
});
export const normal = (...dims: readonly number[]): CheckedInput => ({ dims });

/** A stored int64 scalar. */
export const int64Scalar = (g: GraphBuilder, value: number): string =>
  g.initializer('index', createTensor('int64', [], BigInt64Array.of(BigInt(value))));
