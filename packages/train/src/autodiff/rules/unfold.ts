import { createTensor, elementCount } from '@ocelli/core';
import type { VjpContext } from '../vjp-rule.js';
import { type Convolution, transposedPadding } from './convolution-geometry.js';
import { positionsIn, type Window } from './window.js';

/** What unfolding needs of a rule's context; the node is a convolution. */
export type UnfoldContext = Pick<VjpContext, 'g' | 'int64' | 'dtype' | 'inputs'>;

const isPointwise = ({ kernel, begins, ends }: Window): boolean =>
  kernel.every((size) => size === 1) && [...begins, ...ends].every((pad) => pad === 0);

/** Weights `[C * K, 1, ...kernel]` of a depthwise convolution that copies each element of the window. */
const copyingWeights = (
  { g, dtype, inputs }: UnfoldContext,
  channels: number,
  kernel: readonly number[],
): string => {
  const size = elementCount(kernel);
  const kind = dtype(inputs[1] ?? '') === 'float64' ? 'float64' : 'float32';
  const weights = createTensor(kind, [channels * size, 1, ...kernel]);
  for (let row = 0; row < channels * size; row += 1) {
    weights.data[row * size + (row % size)] = 1;
  }
  return g.initializer('window_copy', weights);
};

/** Up to so many elements per channel, a product that copies them costs less than a depthwise convolution. */
const FEW_ELEMENTS = 36;

const isSmall = ({ input }: Window): boolean => elementCount(input) <= FEW_ELEMENTS;

/** `[elements, K * P]` of zeros, and a one wherever element K of the window at position P reads that element. */
const readingMatrix = ({ g, dtype, inputs }: UnfoldContext, window: Window): string => {
  const { kernel, strides, dilations, begins, input, output } = window;
  const width = elementCount(kernel) * elementCount(output);
  const kind = dtype(inputs[1] ?? '') === 'float64' ? 'float64' : 'float32';
  const matrix = createTensor(kind, [elementCount(input), width]);
  let column = 0;
  for (const offset of positionsIn(kernel)) {
    for (const position of positionsIn(output)) {
      const read = input.map(
        (_, axis) =>
          (position[axis] ?? 0) * (strides[axis] ?? 1) +
          (offset[axis] ?? 0) * (dilations[axis] ?? 1) -
          (begins[axis] ?? 0),
      );
      // The rest reads padding, which is 0.
      if (read.every((at, axis) => at >= 0 && at < (input[axis] ?? 0))) {
        const row = read.reduce((index, at, axis) => index * (input[axis] ?? 1) + at, 0);
        matrix.data[row * width + column] = 1;
      }
      column += 1;
    }
  }
  return g.initializer('window_reads', matrix);
};

/** The image's elements under the window: `[N, C * K, P]`, P positions of the output. */
export const unfold = (context: UnfoldContext, image: string, convolution: Convolution): string => {
  const { g, int64 } = context;
  const { window, batch, channels, attributes } = convolution;
  const { kernel, strides, input, output } = window;
  const dims = [batch, channels[0] * elementCount(kernel), elementCount(output)];
  if (!isPointwise(window) && isSmall(window)) {
    const flat = g.node('Reshape', [image, int64([batch * channels[0], elementCount(input)])]);
    const read = g.node('MatMul', [flat, readingMatrix(context, window)]);
    return g.node('Reshape', [read, int64(dims)]);
  }
  if (!isPointwise(window)) {
    const weights = copyingWeights(context, channels[0], kernel);
    const columns = g.node('Conv', [image, weights], { ...attributes, group: channels[0] });
    return g.node('Reshape', [columns, int64(dims)]);
  }
  if (strides.every((stride) => stride === 1)) return g.node('Reshape', [image, int64(dims)]);
  const axes = int64(input.map((_, axis) => axis + 2));
  const starts = int64(input.map(() => 0));
  const read = g.node('Slice', [image, starts, int64(input), axes, int64(strides)]);
  return g.node('Reshape', [read, int64(dims)]);
};

/** The transpose of `unfold`: adds up `[N, C * K, P]` to the image `[N, C, ...input]`. */
export const fold = (context: VjpContext, columns: string, convolution: Convolution): string => {
  const { g, int64 } = context;
  const { window, batch, channels, attributes } = convolution;
  const { kernel, output, strides, input } = window;
  if (isPointwise(window) && strides.every((stride) => stride === 1)) {
    return g.node('Reshape', [columns, int64([batch, channels[0], ...input])]);
  }
  if (isSmall(window)) {
    const width = elementCount(kernel) * elementCount(output);
    const flat = g.node('Reshape', [columns, int64([batch * channels[0], width])]);
    const reads = g.node('Transpose', [readingMatrix(context, window)], { perm: [1, 0] });
    const image = g.node('MatMul', [flat, reads]);
    return g.node('Reshape', [image, int64([batch, channels[0], ...input])]);
  }
  const dims = [batch, channels[0] * elementCount(kernel), ...output];
  const image = g.node('Reshape', [columns, int64(dims)]);
  const weights = copyingWeights(context, channels[0], kernel);
  const padding = transposedPadding(window);
  return g.node('ConvTranspose', [image, weights], {
    ...attributes,
    ...padding,
    group: channels[0],
  });
};

/** `[N, rows, P]` as `[N P, rows]`: examples and positions as rows of one matrix. */
export const positionsAsRows = (
  { g, int64 }: UnfoldContext,
  value: string,
  [batch, rows, positions]: readonly [number, number, number],
): string => {
  const flat = g.node('Reshape', [value, int64([batch, rows, positions])]);
  const turned = g.node('Transpose', [flat], { perm: [0, 2, 1] });
  return g.node('Reshape', [turned, int64([batch * positions, rows])]);
};
