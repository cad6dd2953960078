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

/** Multiply-accumulates of a node: elements of one value times what each of them costs. */
interface CountRule {
  readonly elementsOf: 'output' | 'input';
  /** The input whose dims tell the cost. */
  readonly operand: number;
  readonly cost: (dims: readonly number[], node: OnnxNode) => number;
}

/** Weights of one filter, `[C / group, ...kernel]`: each output element sums over them. */
const filterSize = (dims: readonly number[]): number => elementCount(dims.slice(1));

const convolution = (operand: number): CountRule => ({
  elementsOf: 'output',
  operand,
  cost: filterSize,
});

/** `M * N * K`, for each matrix of the batch. */
const product: CountRule = { elementsOf: 'output', operand: 0, cost: (dims) => dims.at(-1) ?? 1 };

const generalProduct: CountRule = {
  elementsOf: 'output',
  operand: 0,
  cost: (dims, node) => dims[intAttribute(node, 'transA') === 1 ? 0 : 1] ?? 1,
};

const COUNT_RULES: ReadonlyMap<string | undefined, CountRule> = new Map([
  ['Conv', convolution(1)],
  ['ConvInteger', convolution(1)],
  ['FusedConv', convolution(1)],
  ['QLinearConv', convolution(3)],
  ['ConvTranspose', { elementsOf: 'input', operand: 1, cost: filterSize }],
  ['Gemm', generalProduct],
  ['QGemm', generalProduct],
  ['MatMul', product],
  ['MatMulInteger', product],
  ['QLinearMatMul', product],
]);

/** Counts multiplications of convolutions and matrix products; a bias or an activation counts nothing. */
export const countMultiplyAccumulates = (
  graph: OnnxGraph,
  { shapes }: ShapeInference,
): MultiplyAccumulateCount => {
  const fixedDims = (value: string | undefined): readonly number[] | undefined => {
    const dims = shapes.get(value ?? '')?.dims;
    const numbers = dims?.filter((dim) => typeof dim === 'number');
    return numbers?.length === dims?.length ? numbers : undefined;
  };
  let sum = 0;
  const uncountedNodes: string[] = [];
  for (const node of graph.node) {
    const rule = COUNT_RULES.get(node.opType);
    if (rule === undefined) continue;
    const elements = fixedDims(rule.elementsOf === 'output' ? node.output[0] : node.input[0]);
    const operand = fixedDims(node.input[rule.operand]);
    if (elements === undefined || operand === undefined) uncountedNodes.push(describeNode(node));
    else sum += elementCount(elements) * rule.cost(operand, node);
  }
  return { multiplyAccumulates: uncountedNodes.length === 0 ? sum : undefined, uncountedNodes };
};
