import { elementCount } from '@ocelli/core';
import type { VjpContext } from '../vjp-rule.js';
import type { Convolution } from './convolution-geometry.js';
import { sumOver } from './reduce-to.js';
import { positionsAsRows, unfold } from './unfold.js';

type Operands = readonly [image: string, dy: string];

/** Each channel's own filters: every example's dY slides over its image, stride and dilation exchanged. */
const depthwiseGradient = (
  context: VjpContext,
  [image, dy]: Operands,
  { window, batch, channels }: Convolution,
): string => {
  const { g, int64 } = context;
  const { kernel, strides, dilations, begins, ends, input, output } = window;
  const images = g.node('Reshape', [image, int64([1, batch * channels[0], ...input])]);
  const filters = g.node('Reshape', [dy, int64([batch * channels[1], 1, ...output])]);
  const slid = g.node('Conv', [images, filters], {
    group: batch * channels[0],
    kernel_shape: output,
    strides: dilations,
    dilations: strides,
    pads: [...begins, ...ends],
  });
  // With a stride the last windows may leave room for positions beyond the kernel.
  const axes = kernel.map((_, axis) => axis + 2);
  const kept = [kernel.map(() => 0), kernel, axes].map(int64);
  const inKernel = g.node('Slice', [slid, ...kept]);
  const perExample = int64([batch, channels[1], 1, ...kernel]);
  return sumOver(context, g.node('Reshape', [inKernel, perExample]), [0]);
};

/** One product of the unfolded image with dY for each example and group, then their sum. */
const summedProducts = (
  context: VjpContext,
  [image, dy]: Operands,
  convolution: Convolution,
): string => {
  const { g, int64 } = context;
  const { window, batch, groups, channels } = convolution;
  const positions = elementCount(window.output);
  const rows = (channels[0] / groups) * elementCount(window.kernel);
  const filters = channels[1] / groups;
  const columns = unfold(context, image, convolution);
  const grouped = g.node('Reshape', [columns, int64([batch, groups, rows, positions])]);
  const groupedDy = g.node('Reshape', [dy, int64([batch, groups, filters, positions])]);
  const turned = g.node('Transpose', [groupedDy], { perm: [0, 1, 3, 2] });
  const summed = sumOver(context, g.node('MatMul', [grouped, turned]), [0]);
  const byFilter = g.node('Transpose', [summed], { perm: [0, 2, 1] });
  return g.node('Reshape', [
    byFilter,
    int64([channels[1], channels[0] / groups, ...window.kernel]),
  ]);
};

/** One product over all examples and positions. */
const wholeProduct = (
  context: VjpContext,
  [image, dy]: Operands,
  convolution: Convolution,
): string => {
  const { g, int64 } = context;
  const { window, batch, channels } = convolution;
  const positions = elementCount(window.output);
  const rows = channels[0] * elementCount(window.kernel);
  const columns = unfold(context, image, convolution);
  const columnRows = positionsAsRows(context, columns, [batch, rows, positions]);
  const dyRows = positionsAsRows(context, dy, [batch, channels[1], positions]);
  const product = g.node('Gemm', [dyRows, columnRows], { transA: 1 });
  return g.node('Reshape', [product, int64([channels[1], channels[0], ...window.kernel])]);
};

/**
 * `dW[m, c, k] = sum over n, p of dY[n, m, p] x[n, c, p stride + k dilation - pad]`, as `[M, C / G, ...kernel]`.
 * With fewer positions than filters, transposing the unfolded image costs less than summing products.
 */
export const convolutionWeightGradient = (
  context: VjpContext,
  operands: Operands,
  convolution: Convolution,
): string => {
  const { window, groups, channels } = convolution;
  if (groups > 1 && groups === channels[0])
    return depthwiseGradient(context, operands, convolution);
  return groups === 1 && elementCount(window.output) < channels[1]
    ? wholeProduct(context, operands, convolution)
    : summedProducts(context, operands, convolution);
};
