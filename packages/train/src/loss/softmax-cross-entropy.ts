import { InvalidArgumentError } from '@ocelli/core';
import type { GraphBuilder } from '@ocelli/onnx';
import { classWeightsTensor } from './class-weights.js';
import type { Loss, LossContext } from './loss.js';

export interface SoftmaxCrossEntropyOptions {
  /** Share of each target that is spread evenly over all classes, from 0 to below 1. Default 0. */
  readonly labelSmoothing?: number;
  /** What each class counts, by class index. Default: 1 each. */
  readonly classWeights?: readonly number[];
}

const scalar = (g: GraphBuilder, name: string, value: number): string =>
  g.scalar(name, 'float32', value);

/** `(1 - s) * t + s / classes`. `[N, classes]` */
const smooth = ({ g, targets, classCount }: LossContext, labelSmoothing: number): string => {
  if (labelSmoothing === 0) return targets;
  const kept = g.node('Mul', [targets, scalar(g, 'smoothing_kept', 1 - labelSmoothing)]);
  return g.node('Add', [kept, scalar(g, 'smoothing_spread', labelSmoothing / classCount)]);
};

/**
 * Cross-entropy of `softmax(logits)` with the targets:
 * `-sum_nc(w_c * q_nc * logSoftmax(z)_nc) / sum_nc(w_c * t_nc)`, where `q` are the smoothed targets `t`. That is
 * PyTorch's `CrossEntropyLoss` of class indices, with its weighted mean, for mixed targets too.
 *
 * @throws InvalidArgumentError for a smoothing outside [0, 1), and on appending when there are not as many
 * positive class weights as classes.
 */
export const softmaxCrossEntropy = ({
  labelSmoothing = 0,
  classWeights,
}: SoftmaxCrossEntropyOptions = {}): Loss => {
  if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
    throw new InvalidArgumentError({
      argument: 'options.labelSmoothing',
      expected: 'a number from 0 to below 1',
      actual: String(labelSmoothing),
    });
  }
  return {
    kind: 'softmax-cross-entropy',
    append: (context) => {
      const { g, logits, targets, batchSize, classCount } = context;
      const logProbabilities = g.node('LogSoftmax', [logits], { axis: 1 });
      const smoothed = smooth(context, labelSmoothing);
      const sum = (value: string): string => g.node('ReduceSum', [value], { keepdims: 0 });
      if (classWeights === undefined) {
        const total = sum(g.node('Mul', [logProbabilities, smoothed]));
        return g.node('Mul', [total, scalar(g, 'loss_mean', -1 / batchSize)], {}, { name: 'loss' });
      }
      const tensor = classWeightsTensor(classWeights, classCount);
      const weights = g.initializer('class_weights', tensor); // [classes]
      const weighted = g.node('Mul', [smoothed, weights]);
      const total = sum(g.node('Mul', [logProbabilities, weighted]));
      const weight = sum(g.node('Mul', [targets, weights]));
      return g.node('Div', [g.node('Neg', [total]), weight], {}, { name: 'loss' });
    },
  };
};
