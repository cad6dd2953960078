import type { AttributesOf } from '@ocelli/onnx';
import { type GradientCase, normal, spread } from './gradient-case.js';

const maxPool = (
  title: string,
  dims: readonly number[],
  attributes: AttributesOf<'MaxPool'>,
): GradientCase => ({
  operator: 'MaxPool',
  title,
  inputs: { x: spread(...dims) },
  body: (g) => g.node('MaxPool', ['x'], attributes),
  hasFloat64: true,
});

const averagePool = (
  title: string,
  dims: readonly number[],
  attributes: AttributesOf<'AveragePool'>,
): GradientCase => ({
  operator: 'AveragePool',
  title,
  inputs: { x: normal(...dims) },
  body: (g) => g.node('AveragePool', ['x'], attributes),
  hasFloat64: false,
});

export const POOL_CASES: readonly GradientCase[] = [
  maxPool('2x2 stride 2', [2, 2, 4, 6], { kernel_shape: [2, 2], strides: [2, 2] }),
  maxPool('2x2 stride 2, a rest', [1, 2, 5, 7], { kernel_shape: [2, 2], strides: [2, 2] }),
  maxPool('3x3 stride 2 padded', [1, 2, 7, 8], {
    kernel_shape: [3, 3],
    strides: [2, 2],
    pads: [1, 1, 1, 1],
  }),
  maxPool('3x3 stride 1', [1, 2, 5, 5], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }),
  maxPool('3x3 stride 2, ceil_mode', [1, 2, 6, 8], {
    kernel_shape: [3, 3],
    strides: [2, 2],
    ceil_mode: 1,
  }),
  maxPool('dilation', [1, 2, 8, 8], { kernel_shape: [2, 3], dilations: [3, 2], strides: [2, 1] }),
  maxPool('stride beyond the kernel', [1, 2, 9, 8], { kernel_shape: [2, 1], strides: [3, 4] }),
  maxPool('SAME_UPPER', [1, 2, 6, 7], {
    kernel_shape: [3, 2],
    strides: [2, 2],
    auto_pad: 'SAME_UPPER',
  }),
  maxPool('one axis', [2, 3, 9], { kernel_shape: [3], strides: [2] }),
  averagePool('2x2 stride 2', [2, 2, 4, 6], { kernel_shape: [2, 2], strides: [2, 2] }),
  averagePool('3x3 stride 2 padded', [1, 2, 7, 8], {
    kernel_shape: [3, 3],
    strides: [2, 2],
    pads: [1, 1, 1, 1],
  }),
  averagePool('3x3 stride 2, pads counted', [1, 2, 7, 8], {
    kernel_shape: [3, 3],
    strides: [2, 2],
    pads: [1, 1, 1, 1],
    count_include_pad: 1,
  }),
  averagePool('3x3 stride 2, ceil_mode', [1, 2, 6, 8], {
    kernel_shape: [3, 3],
    strides: [2, 2],
    ceil_mode: 1,
  }),
  averagePool('ceil_mode, pads counted', [1, 2, 6, 8], {
    kernel_shape: [3, 3],
    strides: [2, 2],
    pads: [1, 1, 1, 1],
    ceil_mode: 1,
    count_include_pad: 1,
  }),
  averagePool('the whole image', [2, 3, 4, 5], { kernel_shape: [4, 5] }),
  {
    operator: 'GlobalAveragePool',
    title: 'two axes',
    inputs: { x: normal(2, 3, 4, 5) },
    body: (g) => g.node('GlobalAveragePool', ['x']),
    hasFloat64: false,
  },
  {
    operator: 'GlobalMaxPool',
    title: 'two axes',
    inputs: { x: spread(2, 3, 4, 5) },
    body: (g) => g.node('GlobalMaxPool', ['x']),
    hasFloat64: false,
  },
];
