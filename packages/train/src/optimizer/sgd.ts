import { createTensor } from '@ocelli/core';
import { checkRate } from './check-rate.js';
import type { Optimizer } from './optimizer.js';

export interface SgdOptions {
  /** From 0 to below 1. Default 0.9; with 0 no state is kept. */
  readonly momentum?: number;
  /** Looks one step of momentum ahead. Default false. */
  readonly nesterov?: boolean;
  /** Coefficient of the L2 penalty that is added to gradients. Default 0. */
  readonly weightDecay?: number;
  /** Weight decay leaves out biases and normalisations (fewer than two dims). Default false. */
  readonly sparesVectors?: boolean;
}

/**
 * Stochastic gradient descent as PyTorch defines it, without dampening:
 * `d = g + weightDecay * p`, `v = momentum * v + d`, `p = p - learningRate * v`; with Nesterov's momentum
 * `p = p - learningRate * (d + momentum * v)`.
 *
 * @throws InvalidArgumentError for a momentum outside [0, 1) or a negative decay.
 */
export const sgd = ({
  momentum = 0.9,
  nesterov = false,
  weightDecay = 0,
  sparesVectors = false,
}: SgdOptions = {}): Optimizer => {
  checkRate('options.momentum', momentum);
  checkRate('options.weightDecay', weightDecay, Infinity);
  return {
    kind: 'sgd',
    sparesVectors,
    initialState: (dims) =>
      momentum === 0 ? {} : { velocity: createTensor('float32', [...dims]) },
    append: ({ g, parameter, gradient, learningRate, state, decays }) => {
      const scale = (value: string, factor: number): string =>
        g.node('Mul', [value, g.scalar('factor', 'float32', factor)]);
      const descend = (direction: string): string =>
        g.node('Sub', [parameter, g.node('Mul', [direction, learningRate])]);

      const direction =
        decays && weightDecay > 0
          ? g.node('Add', [gradient, scale(parameter, weightDecay)])
          : gradient;
      const { velocity: last } = state;
      if (last === undefined) return { parameter: descend(direction), state: {} };
      const velocity = g.node('Add', [direction, scale(last, momentum)]);
      const step = nesterov ? g.node('Add', [direction, scale(velocity, momentum)]) : velocity;
      return { parameter: descend(step), state: { velocity } };
    },
  };
};
