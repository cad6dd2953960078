import { InvalidArgumentError } from '@ocelli/core';
import type { GraphBuilder } from '@ocelli/onnx';

export interface ClippedGradients {
  /** By parameter, as they were passed in. */
  readonly gradients: ReadonlyMap<string, string>;
  /** Scalar: the norm of all gradients together, before clipping. */
  readonly norm: string;
}

/**
 * Scales all gradients by `min(1, maxNorm / (norm + 1e-6))`, where `norm` is the L2 norm over all elements of all
 * gradients: PyTorch's `clip_grad_norm_`. A norm that is not finite makes all gradients NaN.
 *
 * @throws InvalidArgumentError for a `maxNorm` that is not positive, or without gradients.
 */
export const clipGradients = (
  g: GraphBuilder,
  gradients: ReadonlyMap<string, string>,
  maxNorm: number,
): ClippedGradients => {
  if (!(maxNorm > 0)) {
    throw new InvalidArgumentError({
      argument: 'maxNorm',
      expected: 'a positive number',
      actual: String(maxNorm),
    });
  }
  const [first, ...others] = [...gradients.values()].map((gradient) =>
    g.node('ReduceSumSquare', [gradient], { keepdims: 0 }),
  );
  if (first === undefined) {
    throw new InvalidArgumentError({
      argument: 'gradients',
      expected: 'one gradient or more',
      actual: 'empty',
    });
  }
  // A chain of Add, as Sum is missing on WebGPU and would copy each term to the CPU.
  const squares = others.reduce((sum, square) => g.node('Add', [sum, square]), first);
  const norm = g.node('Sqrt', [squares]);
  const scalar = (name: string, value: number): string => g.scalar(name, 'float32', value);
  const safe = g.node('Add', [norm, scalar('norm_epsilon', 1e-6)]);
  const factor = g.node('Min', [
    g.node('Div', [scalar('max_norm', maxNorm), safe]),
    scalar('one', 1),
  ]);
  const clipped = [...gradients].map(
    ([parameter, gradient]) => [parameter, g.node('Mul', [gradient, factor])] as const,
  );
  return { gradients: new Map(clipped), norm };
};
