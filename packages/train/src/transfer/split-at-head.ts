import { createGraphIndex, extractSubgraph, type OnnxModel } from '@ocelli/onnx';
import { logitsClassifier } from '../step/logits-classifier.js';
import { plainClassifier } from '../step/plain-classifier.js';
import { findHead } from './find-head.js';

/** A classifier in two parts, one after the other. */
export interface SplitClassifier {
  /** From the picture to the features. */
  readonly extractor: OnnxModel;
  /** From the features to the logits. */
  readonly head: OnnxModel;
  /** Name of the value between them: output of the one, input of the other. */
  readonly features: string;
}

/** What may lie between dropout and the head it belongs to. */
const MOVES = ['Dropout', 'Flatten', 'Identity', 'Reshape', 'Squeeze'];

/**
 * Splits a classifier in front of its head (and of the dropout that belongs to it), so that a head can be
 * trained on features that were computed once.
 *
 * @throws HeadNotFoundError as `findHead`.
 */
export const splitAtHead = (model: OnnxModel, output?: string): SplitClassifier => {
  const plain = plainClassifier(model);
  const head = findHead(plain, output);
  const classifier = logitsClassifier(plain, head.logits);
  const index = createGraphIndex(classifier);
  const product = index.topologicalOrder.find(({ input }) => input[1] === head.weight);
  let features = product?.input[0] ?? head.features;
  for (let node = index.producer(features); MOVES.includes(node?.opType ?? '');) {
    const [before = ''] = node?.input ?? [];
    if (node?.opType === 'Dropout') features = before;
    node = index.producer(before);
  }
  return {
    extractor: extractSubgraph(classifier, { outputs: [features] }),
    head: extractSubgraph(classifier, { inputs: [features] }),
    features,
  };
};
