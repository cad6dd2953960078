import { createTensor } from '@ocelli/core';
import {
  floatAttribute,
  graphOf,
  makeNode,
  type NameScope,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  readTensor,
  toTensorProto,
  withGraph,
} from '@ocelli/onnx';
import type { DropoutMask } from './training-step.js';
import type { WeightedLayer } from './weighted-layers.js';

/** A BatchNormalization in training form: where its statistics come from and go to. */
export interface BatchStatistics {
  /** Stored running mean and variance. */
  readonly runningMean: string;
  readonly runningVariance: string;
  /** Mean and biased variance of the batch, `[C]`. */
  readonly mean: string;
  readonly variance: string;
  /** The normalised value, whose dims say over how many elements the statistics are. */
  readonly output: string;
}

export interface TrainingForm {
  readonly model: OnnxModel;
  readonly statistics: readonly BatchStatistics[];
  /** Inputs to declare, one for each Dropout with a rate above 0. */
  readonly dropoutMasks: readonly Pick<DropoutMask, 'input' | 'rate'>[];
  /** By mask input: the value that it multiplies. */
  readonly dropped: Readonly<Record<string, string>>;
}

const EPSILON = 1e-5;

/**
 * Statistics of the batch instead of stored ones. With momentum 0 the outputs for running statistics are
 * those of the batch, unmixed, which the gradient needs too. ONNX Runtime's CPU kernel writes these
 * outputs over the inputs of the same meaning, whoever owns them; so it is given copies to write to.
 */
const trainBatchNormalization = (
  node: OnnxNode,
  scope: NameScope,
  zero: string,
): { nodes: OnnxNode[]; statistics: BatchStatistics } => {
  const [x = '', scale = '', bias = '', runningMean = '', runningVariance = ''] = node.input;
  const [output = ''] = node.output;
  const [mean, variance] = [scope.unique(`${output}_mean`), scope.unique(`${output}_variance`)];
  const copies = [runningMean, runningVariance].map((running) => {
    const copy = scope.unique(`${output}_statistics`);
    return makeNode({ op: 'Mul', inputs: [running, zero], outputs: [copy] });
  });
  const trained = makeNode({
    op: 'BatchNormalization',
    inputs: [x, scale, bias, ...copies.flatMap((copy) => copy.output)],
    outputs: [output, mean, variance],
    attributes: {
      epsilon: floatAttribute(node, 'epsilon') ?? EPSILON,
      momentum: 0,
      training_mode: 1,
    },
    name: node.name ?? output,
  });
  return {
    nodes: [...copies, trained],
    statistics: { runningMean, runningVariance, mean, variance, output },
  };
};

const rateOf = (node: OnnxNode, stored: ReadonlyMap<string, OnnxTensor>): number => {
  const ratio = stored.get(node.input[1] ?? '');
  return ratio === undefined ? 0.5 : Number(readTensor(ratio).data[0] ?? 0.5);
};

/**
 * Brings a classifier from inference to training form: BatchNormalization of trained layers normalises by
 * the batch, Dropout multiplies by a mask that is fed, or goes away where its rate is 0.
 */
export const trainingForm = (
  model: OnnxModel,
  trained: readonly WeightedLayer[],
  scope: NameScope,
): TrainingForm => {
  const graph = graphOf(model);
  const stored = new Map(graph.initializer.map((tensor) => [tensor.name ?? '', tensor]));
  const trainedNodes = new Set(trained.map(({ node }) => node));
  const statistics: BatchStatistics[] = [];
  const dropoutMasks: Pick<DropoutMask, 'input' | 'rate'>[] = [];
  const dropped: Record<string, string> = {};
  const zero = scope.unique('zero');
  const node = graph.node.flatMap((each): OnnxNode[] => {
    const [input = ''] = each.input;
    const [output = ''] = each.output;
    if (each.opType === 'BatchNormalization' && trainedNodes.has(each)) {
      const normalization = trainBatchNormalization(each, scope, zero);
      statistics.push(normalization.statistics);
      return normalization.nodes;
    }
    if (each.opType !== 'Dropout') return [each];
    const rate = rateOf(each, stored);
    if (rate === 0) return [makeNode({ op: 'Identity', inputs: [input], outputs: [output] })];
    const mask = scope.unique(`${output}_mask`);
    dropoutMasks.push({ input: mask, rate });
    dropped[mask] = input;
    return [makeNode({ op: 'Mul', inputs: [input, mask], outputs: [output] })];
  });
  const zeroTensor = toTensorProto(zero, createTensor('float32', []));
  return {
    model: withGraph(model, {
      node,
      initializer: statistics.length === 0 ? graph.initializer : [...graph.initializer, zeroTensor],
    }),
    statistics,
    dropoutMasks,
    dropped,
  };
};
