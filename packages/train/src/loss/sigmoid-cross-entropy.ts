import { classWeightsTensor } from './class-weights.js';
import type { Loss } from './loss.js';

export interface SigmoidCrossEntropyOptions {
  /** What each class counts, by class index. Default: 1 each. */
  readonly classWeights?: readonly number[];
}

/**
 * Binary cross-entropy of `sigmoid(logits)` with the targets, the mean over examples and classes of
 * `w_c * (max(z, 0) - z * t + log(1 + exp(-|z|)))`, which never overflows. That is PyTorch's
 * `BCEWithLogitsLoss` with `weight`.
 *
 * @throws InvalidArgumentError on appending when there are not as many positive class weights as classes.
 */
export const sigmoidCrossEntropy = ({ classWeights }: SigmoidCrossEntropyOptions = {}): Loss => ({
  kind: 'sigmoid-cross-entropy',
  append: ({ g, logits, targets, batchSize, classCount }) => {
    const scalar = (name: string, value: number): string => g.scalar(name, 'float32', value);
    const positive = g.node('Relu', [logits]);
    // -|z| = z - 2 max(z, 0), whose derivative at 0 fits that of max(z, 0): together sigmoid(0) - t.
    const doubled = g.node('Mul', [positive, scalar('two', 2)]);
    const odds = g.node('Exp', [g.node('Sub', [logits, doubled])]);
    const rest = g.node('Log', [g.node('Add', [odds, scalar('one', 1)])]);
    const linear = g.node('Sub', [positive, g.node('Mul', [logits, targets])]);
    const losses = g.node('Add', [linear, rest]); // [N, classes]
    const weighted =
      classWeights === undefined
        ? losses
        : g.node('Mul', [
            losses,
            g.initializer('class_weights', classWeightsTensor(classWeights, classCount)),
          ]);
    const total = g.node('ReduceSum', [weighted], { keepdims: 0 });
    const mean = scalar('loss_mean', 1 / (batchSize * classCount));
    return g.node('Mul', [total, mean], {}, { name: 'loss' });
  },
});
