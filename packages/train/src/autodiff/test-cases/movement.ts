import { createTensor } from '@ocelli/core';
import { type GraphBuilder, ONNX_DTYPES } from '@ocelli/onnx';
import { int64Scalar, type GradientCase, normal } from './gradient-case.js';

const moved = (
  operator: GradientCase['operator'],
  title: string,
  dims: readonly number[],
  body: GradientCase['body'],
): GradientCase => ({ operator, title, inputs: { x: normal(...dims) }, body, hasFloat64: true });

const slice = (
  title: string,
  dims: readonly number[],
  operands: readonly (readonly number[])[],
): GradientCase =>
  moved('Slice', title, dims, (g) =>
    g.node('Slice', ['x', ...operands.map((operand) => g.int64('operand', operand))]),
  );

const indices = (g: GraphBuilder): string =>
  g.initializer(
    'indices',
    createTensor('int64', [2, 3], BigInt64Array.of(0n, 2n, 2n, -1n, 1n, 0n)),
  );

export const MOVEMENT_CASES: readonly GradientCase[] = [
  moved('Identity', 'default', [2, 3], (g) => g.node('Identity', ['x'])),
  moved('Reshape', 'with a free dim', [2, 3, 4], (g) =>
    g.node('Reshape', ['x', g.int64('shape', [0, -1])]),
  ),
  moved('Flatten', 'axis 2', [2, 3, 4], (g) => g.node('Flatten', ['x'], { axis: 2 })),
  moved('Squeeze', 'one axis', [2, 1, 3], (g) => g.node('Squeeze', ['x', g.int64('axes', [1])])),
  moved('Unsqueeze', 'two axes', [2, 3], (g) =>
    g.node('Unsqueeze', ['x', g.int64('axes', [0, -1])]),
  ),
  moved('Transpose', 'a rotation', [2, 3, 4], (g) =>
    g.node('Transpose', ['x'], { perm: [1, 2, 0] }),
  ),
  moved('Transpose', 'default', [2, 3, 4], (g) => g.node('Transpose', ['x'])),
  {
    operator: 'Cast',
    title: 'there and back',
    inputs: { x: normal(2, 3) },
    body: (g) => {
      const wide = g.node('Cast', ['x'], { to: ONNX_DTYPES.float64.code });
      return g.node('Cast', [g.node('Tanh', [wide])], { to: ONNX_DTYPES.float32.code });
    },
    hasFloat64: false,
  },
  moved('Dropout', 'inference', [2, 3], (g) => g.node('Dropout', ['x'])),
  {
    operator: 'Concat',
    title: 'three parts, one twice',
    inputs: { x: normal(2, 3, 2), y: normal(2, 1, 2) },
    body: (g) => g.node('Concat', ['x', 'y', 'x'], { axis: -2 }),
    hasFloat64: true,
  },
  moved('Split', 'given sizes', [2, 5], (g) => {
    const sizes = g.int64('sizes', [1, 4]);
    const [a = '', b = ''] = g.nodes(2, 'Split', ['x', sizes], { axis: 1 });
    return [g.node('Tanh', [a]), b];
  }),
  moved('Split', 'a part that is not used', [6, 2], (g) => {
    const [, b = ''] = g.nodes(3, 'Split', ['x'], { axis: 0 });
    return b;
  }),
  slice('plain', [4, 5], [[1], [3]]),
  slice(
    'from the end',
    [4, 5],
    [
      [-3, -4],
      [2 ** 31 - 1, -1],
      [-1, 0],
    ],
  ),
  slice(
    'steps',
    [7, 6],
    [
      [1, 0],
      [7, 6],
      [0, 1],
      [3, 2],
    ],
  ),
  slice(
    'backwards',
    [6, 5],
    [
      [-1, 3],
      [-100, 0],
      [0, 1],
      [-1, -2],
    ],
  ),
  moved('Pad', 'constant', [2, 3], (g) => g.node('Pad', ['x', g.int64('pads', [1, 0, 2, 3])])),
  moved('Pad', 'negative', [4, 5], (g) => g.node('Pad', ['x', g.int64('pads', [-1, 2, 1, -2])])),
  moved('Expand', 'a new axis', [3, 1], (g) => g.node('Expand', ['x', g.int64('to', [2, 3, 4])])),
  moved('Gather', 'repeated indices', [3, 2, 2], (g) => g.node('Gather', ['x', indices(g)])),
  moved('Gather', 'one index on the second axis', [2, 3, 2], (g) =>
    g.node('Gather', ['x', int64Scalar(g, 1)], { axis: 1 }),
  ),
];
