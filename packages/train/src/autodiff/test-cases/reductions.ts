import { createTensor } from '@ocelli/core';
import type { AttributesOf, GraphBuilder } from '@ocelli/onnx';
import { type GradientCase, normal, positive } from './gradient-case.js';

const gemm = (
  title: string,
  [a, b, c]: readonly (readonly number[])[],
  attributes: AttributesOf<'Gemm'>,
): GradientCase => ({
  operator: 'Gemm',
  title,
  inputs: { a: normal(...(a ?? [])), b: normal(...(b ?? [])), c: normal(...(c ?? [])) },
  body: (g) => g.node('Gemm', ['a', 'b', 'c'], attributes),
  hasFloat64: true,
});

const matMul = (title: string, a: readonly number[], b: readonly number[]): GradientCase => ({
  operator: 'MatMul',
  title,
  inputs: { a: normal(...a), b: normal(...b) },
  body: (g) => g.node('MatMul', ['a', 'b']),
  hasFloat64: true,
});

const statistics = (g: GraphBuilder): [string, string] => [
  g.initializer('mean', createTensor('float32', [3], Float32Array.of(0.1, -0.2, 0.3))),
  g.initializer('variance', createTensor('float32', [3], Float32Array.of(0.5, 1, 2))),
];

const batchNorm = (title: string, attributes: AttributesOf<'BatchNormalization'>): GradientCase => {
  const outputs = attributes.training_mode === 1 ? 3 : 1;
  return {
    operator: 'BatchNormalization',
    title,
    inputs: { x: normal(4, 3, 2, 3), scale: positive(3), shift: normal(3) },
    body: (g) => {
      const inputs = ['x', 'scale', 'shift', ...statistics(g)];
      return g.nodes(outputs, 'BatchNormalization', inputs, attributes)[0] ?? '';
    },
    hasFloat64: false,
  };
};

const layerNorm = (title: string, axis: number, dims: readonly number[]): GradientCase => ({
  operator: 'LayerNormalization',
  title,
  inputs: { x: normal(2, 3, 4), scale: positive(...dims), shift: normal(...dims) },
  body: (g) => g.node('LayerNormalization', ['x', 'scale', 'shift'], { axis }),
  hasFloat64: true,
});

export const REDUCTION_CASES: readonly GradientCase[] = [
  gemm('plain', [[3, 4], [4, 5], [5]], {}),
  gemm(
    'B transposed, scaled',
    [
      [3, 4],
      [5, 4],
      [3, 1],
    ],
    { transB: 1, alpha: 0.5, beta: 2 },
  ),
  gemm(
    'A transposed',
    [
      [4, 3],
      [4, 5],
      [3, 5],
    ],
    { transA: 1 },
  ),
  gemm('both transposed', [[4, 3], [5, 4], [1]], { transA: 1, transB: 1, alpha: 2 }),
  matMul('matrices', [3, 4], [4, 5]),
  matMul('batches', [2, 3, 4], [2, 4, 5]),
  matMul('one matrix on the right', [2, 3, 4, 5], [5, 6]),
  matMul('one matrix on the left', [3, 4], [2, 4, 5]),
  matMul('batches that broadcast', [2, 1, 3, 4], [5, 4, 2]),
  matMul('a vector on the right', [2, 3, 4], [4]),
  matMul('a vector on the left', [4], [2, 4, 3]),
  matMul('two vectors', [4], [4]),
  {
    operator: 'ReduceSum',
    title: 'dropped axes',
    inputs: { x: normal(2, 3, 4) },
    body: (g) => g.node('ReduceSum', ['x', g.int64('axes', [0, -1])], { keepdims: 0 }),
    hasFloat64: true,
  },
  {
    operator: 'ReduceSum',
    title: 'everything',
    inputs: { x: normal(2, 3) },
    body: (g) => g.node('ReduceSum', ['x']),
    hasFloat64: true,
  },
  {
    operator: 'ReduceMean',
    title: 'kept axes',
    inputs: { x: normal(2, 3, 4) },
    body: (g) => g.node('ReduceMean', ['x'], { axes: [1, 2] }),
    hasFloat64: true,
  },
  {
    operator: 'ReduceMean',
    title: 'dropped axes',
    inputs: { x: normal(2, 3, 4) },
    body: (g) => g.node('ReduceMean', ['x'], { axes: [-2], keepdims: 0 }),
    hasFloat64: true,
  },
  batchNorm('given statistics', {}),
  batchNorm('statistics of the batch', { training_mode: 1 }),
  batchNorm('statistics of the batch, without momentum', { training_mode: 1, momentum: 0 }),
  batchNorm('a large epsilon', { training_mode: 1, momentum: 0.5, epsilon: 0.1 }),
  layerNorm('last axis', -1, [4]),
  layerNorm('two axes', 1, [3, 4]),
  ...[-1, 1].flatMap((axis): GradientCase[] =>
    (['Softmax', 'LogSoftmax'] as const).map((operator) => ({
      operator,
      title: `axis ${axis}`,
      inputs: { x: normal(2, 3, 4) },
      body: (g) => g.node(operator, ['x'], { axis }),
      hasFloat64: true,
    })),
  ),
];
