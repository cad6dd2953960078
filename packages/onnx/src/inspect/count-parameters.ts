import { elementCount } from '@ocelli/core';
import type { OnnxGraph, OnnxNode } from '../model/onnx-model.js';
import type { OnnxDType } from '../model/onnx-dtype.js';
import type { ShapeInference } from '../shapes/infer-shapes.js';

export interface ParameterCount {
  /** Trained values: weights, biases, scales of normalisations. */
  readonly parameterCount: number;
  /** Values kept beside them and not trained: running means and variances. */
  readonly bufferCount: number;
}

/** Inputs that hold trained values. For elementwise operators any constant that is no scalar counts. */
const PARAMETER_INPUTS: Readonly<Record<string, readonly number[]>> = {
  Add: [0, 1],
  BatchNormalization: [1, 2],
  Conv: [1, 2],
  ConvInteger: [1],
  ConvTranspose: [1, 2],
  Div: [0, 1],
  FusedConv: [1, 2],
  GRU: [1, 2, 3],
  Gather: [0],
  Gemm: [0, 1, 2],
  GroupNormalization: [1, 2],
  InstanceNormalization: [1, 2],
  LSTM: [1, 2, 3],
  LayerNormalization: [1, 2],
  MatMul: [0, 1],
  MatMulInteger: [0, 1],
  Mul: [0, 1],
  PRelu: [1],
  QGemm: [3, 6],
  QLinearConv: [3, 8],
  QLinearMatMul: [0, 3],
  RNN: [1, 2, 3],
  Sub: [0, 1],
};

const BUFFER_INPUTS: Readonly<Record<string, readonly number[]>> = { BatchNormalization: [3, 4] };

const ELEMENTWISE = ['Add', 'Sub', 'Mul', 'Div'];

/** Operators behind which a constant is still the same parameter. */
const TRANSPARENT = [
  ...['Identity', 'Cast', 'Reshape', 'Transpose', 'Squeeze', 'Unsqueeze', 'Flatten'],
  ...['QuantizeLinear', 'DequantizeLinear'],
];

/** Integers that are no weights: shapes, indices, axes. */
const INTEGERS: readonly (OnnxDType | undefined)[] = [
  'int64',
  'uint64',
  'bool',
  'string',
  undefined,
];

/** Maps each value that is a constant, or the same constant in another form, to that constant. */
const constantSources = (graph: OnnxGraph): Map<string, string> => {
  const sources = new Map(graph.initializer.map(({ name = '' }) => [name, name]));
  for (const { opType = '', input, output } of graph.node) {
    const [value = ''] = output;
    const isConstant = opType === 'Constant' || opType === 'ConstantOfShape';
    const source = TRANSPARENT.includes(opType) ? sources.get(input[0] ?? '') : undefined;
    if (isConstant) sources.set(value, value);
    else if (source !== undefined) sources.set(value, source);
  }
  return sources;
};

/**
 * Counts trained values as publications do: each constant that an operator takes as weight, bias or
 * scale, once. Constants of shape arithmetic, clipping bounds and quantisation scales are none.
 */
export const countParameters = (graph: OnnxGraph, { shapes }: ShapeInference): ParameterCount => {
  const sources = constantSources(graph);
  const sizeOf = (source: string): number => {
    const { dtype, dims } = shapes.get(source) ?? {};
    const numbers = dims?.filter((dim) => typeof dim === 'number');
    if (INTEGERS.includes(dtype) || numbers === undefined || numbers.length !== dims?.length) {
      return 0;
    }
    return elementCount(numbers);
  };
  const collect = (node: OnnxNode, roles: typeof PARAMETER_INPUTS, into: Set<string>): void => {
    const op = node.opType ?? '';
    for (const index of Object.hasOwn(roles, op) ? (roles[op] ?? []) : []) {
      const source = sources.get(node.input[index] ?? '');
      if (source === undefined || (ELEMENTWISE.includes(op) && sizeOf(source) <= 1)) continue;
      into.add(source);
    }
  };
  const parameters = new Set<string>();
  const buffers = new Set<string>();
  for (const node of graph.node) {
    collect(node, PARAMETER_INPUTS, parameters);
    collect(node, BUFFER_INPUTS, buffers);
  }
  const total = (names: ReadonlySet<string>): number =>
    [...names].reduce((sum, name) => sum + sizeOf(name), 0);
  return { parameterCount: total(parameters), bufferCount: total(buffers) };
};
