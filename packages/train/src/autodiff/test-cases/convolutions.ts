import type { AttributesOf } from '@ocelli/onnx';
import { type GradientCase, normal } from './gradient-case.js';

const conv = (
  title: string,
  x: readonly number[],
  w: readonly number[],
  attributes: AttributesOf<'Conv'> = {},
): GradientCase => ({
  operator: 'Conv',
  title,
  inputs: { x: normal(...x), w: normal(...w), b: normal(w[0] ?? 1) },
  body: (g) => g.node('Conv', ['x', 'w', 'b'], attributes),
  hasFloat64: false,
});

const convTranspose = (
  title: string,
  x: readonly number[],
  w: readonly number[],
  attributes: AttributesOf<'ConvTranspose'> = {},
): GradientCase => ({
  operator: 'ConvTranspose',
  title,
  inputs: {
    x: normal(...x),
    w: normal(...w),
    b: normal((w[1] ?? 1) * (attributes.group ?? 1)),
  },
  body: (g) => g.node('ConvTranspose', ['x', 'w', 'b'], attributes),
  hasFloat64: false,
});

export const CONVOLUTION_CASES: readonly GradientCase[] = [
  conv('3x3 padded', [2, 3, 6, 7], [4, 3, 3, 3], { pads: [1, 1, 1, 1] }),
  conv('3x3 unpadded', [2, 3, 5, 6], [4, 3, 3, 3]),
  conv('few positions, many filters', [3, 2, 3, 3], [12, 2, 3, 3], { pads: [1, 1, 1, 1] }),
  conv('uneven pads', [1, 2, 6, 5], [3, 2, 3, 2], { pads: [0, 1, 2, 0] }),
  conv('pads beyond the kernel', [1, 2, 4, 4], [3, 2, 2, 2], { pads: [3, 2, 3, 2] }),
  conv('stride 2', [2, 3, 7, 8], [4, 3, 3, 3], { pads: [1, 1, 1, 1], strides: [2, 2] }),
  conv('stride 3 over rows, a rest at the end', [2, 2, 9, 8], [3, 2, 2, 3], { strides: [3, 2] }),
  conv('7x7 stride 2', [1, 3, 12, 12], [4, 3, 7, 7], { pads: [3, 3, 3, 3], strides: [2, 2] }),
  conv('dilation', [1, 2, 8, 9], [3, 2, 3, 3], { dilations: [2, 3], pads: [2, 0, 2, 3] }),
  conv('dilation and stride', [1, 2, 9, 9], [3, 2, 3, 3], { dilations: [2, 2], strides: [2, 2] }),
  conv('1x1', [2, 5, 3, 4], [6, 5, 1, 1]),
  conv('1x1 stride 2', [2, 4, 5, 6], [3, 4, 1, 1], { strides: [2, 2] }),
  conv('1x1 padded', [2, 3, 3, 3], [4, 3, 1, 1], { pads: [1, 0, 1, 1] }),
  conv('groups', [2, 6, 5, 5], [4, 3, 3, 3], { group: 2, pads: [1, 1, 1, 1] }),
  conv('groups, stride 2', [2, 4, 6, 6], [6, 2, 3, 3], {
    group: 2,
    strides: [2, 2],
    pads: [1, 1, 1, 1],
  }),
  conv('depthwise', [2, 4, 5, 6], [4, 1, 3, 3], { group: 4, pads: [1, 1, 1, 1] }),
  conv('depthwise, stride 2, two filters each', [2, 3, 6, 6], [6, 1, 3, 3], {
    group: 3,
    strides: [2, 2],
    pads: [1, 1, 1, 1],
  }),
  conv('SAME_UPPER', [1, 2, 6, 7], [3, 2, 3, 4], { auto_pad: 'SAME_UPPER', strides: [2, 2] }),
  conv('SAME_LOWER', [1, 2, 6, 7], [3, 2, 2, 4], { auto_pad: 'SAME_LOWER' }),
  conv('VALID', [1, 2, 6, 7], [3, 2, 2, 4], { auto_pad: 'VALID' }),
  conv('one axis', [2, 3, 9], [4, 3, 3], { strides: [2], pads: [1, 1] }),
  conv('three axes', [1, 2, 4, 5, 4], [3, 2, 2, 3, 2], { pads: [0, 1, 1, 0, 1, 0] }),
  convTranspose('stride 1', [2, 3, 4, 5], [3, 4, 3, 3], { pads: [1, 1, 1, 1] }),
  convTranspose('stride 2', [2, 3, 4, 4], [3, 2, 3, 3], {
    strides: [2, 2],
    pads: [1, 1, 1, 1],
    output_padding: [1, 1],
  }),
  convTranspose('groups and dilation', [1, 4, 4, 4], [4, 3, 2, 2], {
    group: 2,
    dilations: [2, 1],
    strides: [1, 2],
  }),
];
