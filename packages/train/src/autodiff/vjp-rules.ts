import { ACTIVATION_RULES } from './rules/activations.js';
import { ARITHMETIC_RULES } from './rules/arithmetic.js';
import { CONVOLUTION_RULES } from './rules/convolution.js';
import { MOVEMENT_RULES } from './rules/movement.js';
import { NORMALIZATION_RULES } from './rules/normalizations.js';
import { POOL_RULES } from './rules/pools.js';
import { PRODUCT_RULES } from './rules/products.js';
import { REDUCTION_RULES } from './rules/reductions.js';
import { SOFTMAX_RULES } from './rules/softmax.js';

/** The vector-Jacobian product of every operator that can lie between trained values and the loss. */
export const VJP_RULES = {
  ...ACTIVATION_RULES,
  ...ARITHMETIC_RULES,
  ...CONVOLUTION_RULES,
  ...MOVEMENT_RULES,
  ...NORMALIZATION_RULES,
  ...POOL_RULES,
  ...PRODUCT_RULES,
  ...REDUCTION_RULES,
  ...SOFTMAX_RULES,
} as const;

/** Name of an operator with a rule. */
export type DifferentiableOperator = keyof typeof VJP_RULES;

export const isDifferentiableOperator = (operator: string): operator is DifferentiableOperator =>
  Object.hasOwn(VJP_RULES, operator);
