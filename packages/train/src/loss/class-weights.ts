import { createTensor, InvalidArgumentError, type Tensor } from '@ocelli/core';

/**
 * The weights of a loss as a tensor, `[classes]`.
 *
 * @throws InvalidArgumentError when there are not as many as classes, or one is not a positive number.
 */
export const classWeightsTensor = (
  weights: readonly number[],
  classCount: number,
): Tensor<'float32'> => {
  const wrong = weights.find((weight) => !(weight > 0 && Number.isFinite(weight)));
  if (weights.length !== classCount || wrong !== undefined) {
    throw new InvalidArgumentError({
      argument: 'options.classWeights',
      expected: `${classCount} positive numbers, one per class`,
      actual: wrong === undefined ? `${weights.length} numbers` : `a list with ${wrong}`,
    });
  }
  return createTensor('float32', [classCount], Float32Array.from(weights));
};
