import type { Tensor } from '@ocelli/core';
import { graphOf, type OnnxModel, replaceInitializer } from '@ocelli/onnx';
import { plainClassifier } from '../step/plain-classifier.js';
import { foldBatchNormalization } from './fold-batch-normalization.js';
import { withoutTrainingNodes } from './without-training-nodes.js';

/**
 * Puts trained weights back into the classifier that the training step was made of: a plain inference
 * model with a free batch dim, its BatchNormalization folded into convolutions, without Dropout, of the
 * same outputs.
 *
 * @param state Weights and statistics by name; names that the classifier does not have are left aside.
 * @throws InvalidArgumentError when a tensor is not float32.
 */
export const exportClassifier = (
  model: OnnxModel,
  state: Readonly<Record<string, Tensor>>,
): OnnxModel => withoutTrainingNodes(foldBatchNormalization(withWeights(model, state)));

/** The classifier in the form that training starts from, with these weights; nothing folded. */
export const withWeights = (
  model: OnnxModel,
  state: Readonly<Record<string, Tensor>>,
): OnnxModel => {
  const plain = plainClassifier(model);
  const stored = new Set(graphOf(plain).initializer.map(({ name }) => name));
  return Object.entries(state)
    .filter(([name]) => stored.has(name))
    .reduce((current, [name, tensor]) => replaceInitializer(current, name, tensor), plain);
};
