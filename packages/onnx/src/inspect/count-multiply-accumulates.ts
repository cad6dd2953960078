import { elementCount } from '@ocelli/core';
import { describeNode } from '../graph/graph-index.js';
import { intAttribute } from '../model/attributes.js';
import type { OnnxGraph, OnnxNode } from '../model/onnx-model.js';
import type { ShapeInference } from '../shapes/infer-shapes.js';

export interface MultiplyAccumulateCount {
  /** Undefined when a node that multiplies has unknown dims. */
  readonly multiplyAccumulates: number | undefined;
  /** Those nodes, for messages. */
  readonly uncountedNodes: readonly string[];
}

/** Fixed dims of an input or output of the node at hand. */
interface NodeDims {
  readonly input: (index: number) => readonly number[];
  readonly output: () => readonly number[];
}

class UnknownDims extends Error {}

type CountRule = (dims: NodeDims, node: OnnxNode) => number;

/** Each output element sums over the weights of one filter, `[C / group, ...kernel]`. */
const convolution =
  (weight: number): CountRule =>
  ({ input, output }) =>
    elementCount(output()) * elementCount(input(weight).slice(1));

/** Each input element is multiplied by its filter's weights, `[M / group, ...kernel]`. */
const transposedConvolution: CountRule = ({ input }) =>
  elementCount(input(0)) * elementCount(input(1).slice(1));

/** `M * N * K`, for each matrix of the batch. */
const product: CountRule = ({ input, output }) => elementCount(output()) * (input(0).at(-1) ?? 1);

const generalProduct: CountRule = ({ input, output }, node) =>
  elementCount(output()) * (input(0)[intAttribute(node, 'transA') === 1 ? 0 : 1] ?? 1);

const COUNT_RULES: Readonly<Record<string, CountRule>> = {
  Conv: convolution(1),
  ConvInteger: convolution(1),
  FusedConv: convolution(1),
  QLinearConv: convolution(3),
  ConvTranspose: transposedConvolution,
  Gemm: generalProduct,
  QGemm: generalProduct,
  MatMul: product,
  MatMulInteger: product,
  QLinearMatMul: product,
};

/** Counts multiplications of convolutions and matrix products; a bias or an activation counts nothing. */
export const countMultiplyAccumulates = (
  graph: OnnxGraph,
  { shapes }: ShapeInference,
): MultiplyAccumulateCount => {
  const fixedDims = (value: string | undefined): readonly number[] => {
    const dims = shapes.get(value ?? '')?.dims;
    const numbers = dims?.filter((dim) => typeof dim === 'number');
    if (numbers === undefined || numbers.length !== dims?.length) throw new UnknownDims();
    return numbers;
  };
  let sum = 0;
  const uncountedNodes: string[] = [];
  for (const node of graph.node) {
    const op = node.opType ?? '';
    const rule = Object.hasOwn(COUNT_RULES, op) ? COUNT_RULES[op] : undefined;
    try {
      const dims = {
        input: (index: number) => fixedDims(node.input[index]),
        output: () => fixedDims(node.output[0]),
      };
      sum += rule?.(dims, node) ?? 0;
    } catch (error) {
      if (!(error instanceof UnknownDims)) throw error;
      uncountedNodes.push(describeNode(node));
    }
  }
  return { multiplyAccumulates: uncountedNodes.length === 0 ? sum : undefined, uncountedNodes };
};
