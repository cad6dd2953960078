import { createTensor } from '@ocelli/core';
import { checkRate } from './check-rate.js';
import type { Optimizer, UpdateContext } from './optimizer.js';

export interface AdamwOptions {
  /** Decay of the mean of gradients. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the mean of squared gradients. Default 0.999. */
  readonly beta2?: number;
  /** Added to the denominator. Default 1e-8. */
  readonly epsilon?: number;
  /** Share of a parameter that is taken off per step, times the learning rate. Default 0.01. */
  readonly weightDecay?: number;
  /** Weight decay leaves out biases and normalisations (fewer than two dims). Default true. */
  readonly sparesVectors?: boolean;
}

type Hyperparameters = Readonly<Record<'beta1' | 'beta2' | 'epsilon' | 'weightDecay', number>>;

/**
 * The scalars of one step. With `c1 = (1 - beta1) / (1 - beta1^t)` and `c2` alike, PyTorch's step
 * `learningRate * c1 m / (sqrt(c2 v) + epsilon)` over sums `m` and `v` is
 * `(learningRate * c1 / sqrt(c2)) * m / (sqrt(v) + epsilon / sqrt(c2))`: one pass less over the memory for
 * each correction. Equal for all parameters, they are merged when the graph is loaded.
 */
const stepScalars = (
  { g, learningRate, stepNumber }: UpdateContext,
  { beta1, beta2, epsilon, weightDecay }: Hyperparameters,
): { readonly size: string; readonly epsilon: string; readonly kept: string } => {
  const scalar = (name: string, value: number): string => g.scalar(name, 'float32', value);
  const one = scalar('one', 1);
  /**
   * `(1 - beta) / (1 - beta^t)`, as `1 - exp(x) = -tanh(x / 2) * (1 + exp(x))`: subtracting powers near 1 would
   * leave few digits in the first steps.
   */
  const correction = (beta: number): string => {
    const half = g.node('Mul', [stepNumber, scalar('half_log_beta', Math.log(beta) / 2)]);
    const power = g.node('Exp', [g.node('Add', [half, half])]);
    const difference = g.node('Mul', [g.node('Tanh', [half]), g.node('Add', [one, power])]);
    return g.node('Div', [scalar('rest', beta - 1), difference]);
  };
  const root = g.node('Sqrt', [correction(beta2)]);
  const step = g.node('Div', [g.node('Mul', [learningRate, correction(beta1)]), root]);
  const decay = g.node('Mul', [learningRate, scalar('weight_decay', weightDecay)]);
  return {
    size: step,
    epsilon: g.node('Div', [scalar('epsilon', epsilon), root]),
    kept: g.node('Sub', [one, decay]),
  };
};

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2017, arXiv:1711.05101) as PyTorch's `AdamW`
 * computes it. The state holds sums, `m = beta1 * m + g` and `v = beta2 * v + g^2`: PyTorch's `exp_avg` and
 * `exp_avg_sq` divided by `1 - beta`, which spares a pass over the memory for each.
 *
 * @throws InvalidArgumentError for a beta outside [0, 1), an epsilon or decay below 0.
 */
export const adamw = ({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
  weightDecay = 0.01,
  sparesVectors = true,
}: AdamwOptions = {}): Optimizer => {
  checkRate('options.beta1', beta1);
  checkRate('options.beta2', beta2);
  checkRate('options.epsilon', epsilon, Infinity);
  checkRate('options.weightDecay', weightDecay, Infinity);
  return {
    kind: 'adamw',
    sparesVectors,
    initialState: (dims) => ({
      gradient_sum: createTensor('float32', [...dims]),
      square_sum: createTensor('float32', [...dims]),
    }),
    append: (context) => {
      const { g, parameter, gradient, state, decays } = context;
      const scalars = stepScalars(context, { beta1, beta2, epsilon, weightDecay });
      const decayed = (name: string, beta: number): string =>
        g.node('Mul', [state[name] ?? '', g.scalar('beta', 'float32', beta)]);

      const m = g.node('Add', [decayed('gradient_sum', beta1), gradient]);
      const square = g.node('Mul', [gradient, gradient]);
      const v = g.node('Add', [decayed('square_sum', beta2), square]);
      const denominator = g.node('Add', [g.node('Sqrt', [v]), scalars.epsilon]);
      const step = g.node('Mul', [g.node('Div', [m, denominator]), scalars.size]);
      const kept = decays && weightDecay > 0 ? g.node('Mul', [parameter, scalars.kept]) : parameter;
      return {
        parameter: g.node('Sub', [kept, step]),
        state: { gradient_sum: m, square_sum: v },
      };
    },
  };
};
