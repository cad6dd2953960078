import { createTensor, InvalidArgumentError } from '@ocelli/core';
import {
  createGraphIndex,
  extendGraph,
  extractSubgraph,
  graphOf,
  inferShapes,
  type OnnxModel,
  readValueInfo,
  toValueInfo,
  withGraph,
} from '@ocelli/onnx';
import { createRandom } from '../random/random.js';
import { logitsClassifier } from '../step/logits-classifier.js';
import { plainClassifier } from '../step/plain-classifier.js';

export interface AttachHeadOptions {
  /** The value that is pooled: `[N, C, H, W]`, or `[N, C]`. */
  readonly features: string;
  readonly classCount: number;
  readonly seed: number;
  /** Rate of dropout in front of the head. Default: none. */
  readonly dropout?: number;
  /** Dims of one picture, where the network shall take another size than it declares. Default: as declared. */
  readonly imageDims?: readonly number[];
}

/** Declares the input for pictures of other dims; what the file says of inner values no longer holds. */
const withPictureDims = (model: OnnxModel, imageDims: readonly number[] | undefined): OnnxModel => {
  if (imageDims === undefined) return model;
  const [first, ...others] = graphOf(model).input.filter(({ name = '' }) =>
    createGraphIndex(model).inputs.includes(name),
  );
  if (first === undefined || others.length > 0) {
    throw new InvalidArgumentError({
      argument: 'model',
      expected: 'a model with one input',
      actual: `one with ${others.length === 0 ? 'none' : others.length + 1}`,
    });
  }
  const { name, dtype, dims } = readValueInfo(first);
  const declared = toValueInfo(name, dtype ?? 'float32', [dims?.[0] ?? 'N', ...imageDims]);
  const input = graphOf(model).input.map((info) => (info === first ? declared : info));
  return withGraph(model, { input, valueInfo: [] });
};

const refuse = (expected: string, actual: string): never => {
  throw new InvalidArgumentError({ argument: 'options.features', expected, actual });
};

/** Channels and rank of the features. */
const featureDims = (model: OnnxModel, features: string): { channels: number; rank: number } => {
  if (!createGraphIndex(model).values.has(features)) {
    return refuse('the name of a value of the model', `"${features}"`);
  }
  const dims = inferShapes(model).shapes.get(features)?.dims;
  const channels = dims?.[1];
  if (dims === undefined || typeof channels !== 'number' || ![2, 4].includes(dims.length)) {
    return refuse(
      'a value [N, C, H, W] or [N, C] with a known number of channels',
      `"${features}" [${dims?.join(', ') ?? '?'}]`,
    );
  }
  return { channels, rank: dims.length };
};

/**
 * Cuts a network off behind an inner value and puts a linear classifier on the mean of its channels over all
 * positions: how a large network lends its first layers to a small one. Weights and bias are uniform within
 * 1 / sqrt(C), as PyTorch's new Linear. The result is an inference-form model with one output, `logits`
 * `[N, classCount]`.
 *
 * @throws InvalidArgumentError when the value is not one of the model, or is not features by channel.
 */
export const attachHead = (model: OnnxModel, options: AttachHeadOptions): OnnxModel => {
  const { features, classCount, seed, dropout, imageDims } = options;
  const plain = withPictureDims(plainClassifier(model), imageDims);
  const { channels, rank } = featureDims(plain, features);
  const g = extendGraph(withGraph(extractSubgraph(plain, { outputs: [features] }), { output: [] }));
  const random = createRandom(seed, 'head');
  const bound = 1 / Math.sqrt(channels);
  const parameter = (name: string, dims: readonly number[]): string => {
    const tensor = createTensor('float32', dims);
    for (let at = 0; at < tensor.data.length; at += 1) {
      tensor.data[at] = (2 * random.uniform() - 1) * bound;
    }
    return g.initializer(name, tensor);
  };
  const pooled =
    rank === 2
      ? features
      : g.node('Flatten', [g.node('GlobalAveragePool', [features])], { axis: 1 });
  const kept =
    dropout === undefined || dropout === 0
      ? pooled
      : g.node('Dropout', [pooled, g.scalar('head_dropout_ratio', 'float32', dropout)]);
  const weights = [
    parameter('classifier.weight', [classCount, channels]),
    parameter('classifier.bias', [classCount]),
  ];
  const logits = g.node('Gemm', [kept, ...weights], { transB: 1 }, { name: 'logits' });
  g.output(logits, 'float32', ['N', classCount]);
  return logitsClassifier(g.build(), logits);
};
