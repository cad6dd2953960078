import { createTensor, elementCount, InvalidArgumentError, type Tensor } from '@ocelli/core';
import {
  createNameScope,
  createGraphIndex,
  graphOf,
  makeNode,
  type OnnxModel,
  type OnnxNode,
  tensorDims,
  readTensor,
  toTensorProto,
  withGraph,
} from '@ocelli/onnx';
import { createRandom } from '../random/random.js';
import { logitsClassifier } from '../step/logits-classifier.js';
import { plainClassifier } from '../step/plain-classifier.js';
import { type ClassifierHead, findHead } from './find-head.js';

export interface ReplaceHeadOptions {
  readonly classCount: number;
  readonly seed: number;
  /** The output that holds logits or probabilities. Default: found by `findHead`. */
  readonly logits?: string;
  /** Rate of dropout in front of the new head. Default: none. */
  readonly dropout?: number;
}

const checkOptions = ({ classCount, dropout }: ReplaceHeadOptions): void => {
  if (!Number.isSafeInteger(classCount) || classCount < 1) {
    throw new InvalidArgumentError({
      argument: 'options.classCount',
      expected: 'a positive integer',
      actual: String(classCount),
    });
  }
  if (dropout !== undefined && !(dropout >= 0 && dropout < 1)) {
    throw new InvalidArgumentError({
      argument: 'options.dropout',
      expected: 'a rate from 0 up to, and without, 1',
      actual: String(dropout),
    });
  }
};

/** The dims of a stored tensor with another number of classes. */
const resized = (
  dims: readonly number[],
  { classCount }: ClassifierHead,
  classAxis: number,
  count: number,
): number[] => dims.map((dim, axis) => (axis === classAxis && dim === classCount ? count : dim));

/**
 * New weights and bias, uniform within 1 / sqrt(features): what PyTorch gives a new Linear or Conv2d.
 */
const newTensors = (
  model: OnnxModel,
  head: ClassifierHead,
  { classCount, seed }: ReplaceHeadOptions,
): Map<string, Tensor> => {
  const random = createRandom(seed, 'head');
  const index = createGraphIndex(model);
  const dimsOf = (name: string): number[] => {
    const tensor = index.initializer(name);
    return tensor === undefined ? [] : tensorDims(tensor);
  };
  const weightDims = dimsOf(head.weight);
  const bound = 1 / Math.sqrt(elementCount(weightDims) / head.classCount);
  const uniform = (dims: readonly number[]): Tensor => {
    const tensor = createTensor('float32', dims);
    for (let at = 0; at < tensor.data.length; at += 1) {
      tensor.data[at] = (2 * random.uniform() - 1) * bound;
    }
    return tensor;
  };
  const tensors = new Map([
    [head.weight, uniform(resized(weightDims, head, head.classAxis, classCount))],
  ]);
  if (head.bias !== undefined) {
    const dims = dimsOf(head.bias);
    const axis = dims.lastIndexOf(head.classCount);
    tensors.set(head.bias, uniform(resized(dims, head, axis, classCount)));
  }
  return tensors;
};

/** Shapes between the head and the logits that spell out the number of classes. */
const resizedShapes = (
  model: OnnxModel,
  head: ClassifierHead,
  classCount: number,
): Map<string, Tensor> => {
  const index = createGraphIndex(model);
  const shapes = new Map<string, Tensor>();
  for (const { opType, input } of head.after) {
    const [, name = ''] = input;
    const tensor = index.initializer(name);
    if (opType !== 'Reshape' || tensor === undefined) continue;
    const { dims, data } = readTensor(tensor);
    const sizes = Array.from(data, Number).map((size) =>
      size === head.classCount ? classCount : size,
    );
    shapes.set(name, createTensor('int64', dims, BigInt64Array.from(sizes, BigInt)));
  }
  return shapes;
};

/** Puts dropout, in its inference form, in front of the head. */
const withDropout = (model: OnnxModel, head: ClassifierHead, rate: number): OnnxModel => {
  const graph = graphOf(model);
  const scope = createNameScope(createGraphIndex(model).values);
  const [ratio, dropped] = [scope.unique('head_dropout_ratio'), scope.unique('head_dropout')];
  const dropout = makeNode({ op: 'Dropout', inputs: [head.features, ratio], outputs: [dropped] });
  const node = graph.node.flatMap((each): OnnxNode[] =>
    each.output[0] === head.node.output[0]
      ? [dropout, { ...each, input: [dropped, ...each.input.slice(1)] }]
      : [each],
  );
  const stored = toTensorProto(ratio, createTensor('float32', [], Float32Array.of(rate)));
  return withGraph(model, { node, initializer: [...graph.initializer, stored] });
};

/**
 * Gives a classifier a new last layer for other classes: seeded random weights, everything before it
 * kept. The result is an inference-form model with one output, `logits` `[N, classCount]`; softmax and
 * other outputs are left out.
 *
 * @throws HeadNotFoundError when no last layer is recognised, InvalidArgumentError for options out of range.
 */
export const replaceHead = (model: OnnxModel, options: ReplaceHeadOptions): OnnxModel => {
  checkOptions(options);
  const plain = plainClassifier(model);
  const head = findHead(plain, options.logits);
  const replaced = new Map([
    ...newTensors(plain, head, options),
    ...resizedShapes(plain, head, options.classCount),
  ]);
  const graph = graphOf(plain);
  const resizedModel = withGraph(plain, {
    initializer: graph.initializer.map((stored) => {
      const tensor = replaced.get(stored.name ?? '');
      return tensor === undefined ? stored : toTensorProto(stored.name ?? '', tensor);
    }),
  });
  const dropped = options.dropout ? withDropout(resizedModel, head, options.dropout) : resizedModel;
  return logitsClassifier(dropped, head.logits);
};
