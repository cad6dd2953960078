import { createTensor, elementCount } from '@ocelli/core';
import type { VjpContext } from '../vjp-rule.js';
import { type Convolution, transposedPadding, unreadElements } from './convolution-geometry.js';
import { fold, positionsAsRows } from './unfold.js';

type Operands = readonly [dy: string, weight: string];

/** Up to so many positions per example a convolution would read the weights more often than it uses them. */
const FEW_POSITIONS = 16;

/** One product over all examples and positions, `[N P, M] x [M, C K]`, added up to the image. */
const foldedProduct = (
  context: VjpContext,
  [dy, weight]: Operands,
  convolution: Convolution,
): string => {
  const { g, int64 } = context;
  const { window, batch, channels } = convolution;
  const positions = elementCount(window.output);
  const rows = channels[0] * elementCount(window.kernel);
  const dyRows = positionsAsRows(context, dy, [batch, channels[1], positions]);
  const filters = g.node('Reshape', [weight, int64([channels[1], rows])]);
  const product = g.node('MatMul', [dyRows, filters]);
  const perExample = g.node('Reshape', [product, int64([batch, positions, rows])]);
  return fold(context, g.node('Transpose', [perExample], { perm: [0, 2, 1] }), convolution);
};

/** Weights `[M, C / G, ...kernel]` as `[C, M / G, ...kernel]`, turned by half a turn. */
const turnedWeights = (
  context: VjpContext,
  weight: string,
  { groups, channels, window: { kernel } }: Convolution,
): string => {
  const { g, int64, dtype } = context;
  const size = elementCount(kernel);
  const [inputs, outputs] = [channels[0] / groups, channels[1] / groups];
  const grouped = g.node('Reshape', [weight, int64([groups, outputs, inputs, size])]);
  const swapped = g.node('Transpose', [grouped], { perm: [0, 2, 1, 3] });
  const dims = int64([channels[0], outputs, ...kernel]);
  if (size === 1) return g.node('Reshape', [swapped, dims]);
  // A product with the reversing permutation is several times as fast as a slice with negative steps.
  const kind = dtype(weight) === 'float64' ? 'float64' : 'float32';
  const reversal = createTensor(kind, [size, size]);
  for (let row = 0; row < size; row += 1) reversal.data[row * size + size - 1 - row] = 1;
  const rows = g.node('Reshape', [swapped, int64([channels[0] * outputs, size])]);
  const turned = g.node('MatMul', [rows, g.initializer('reversal', reversal)]);
  return g.node('Reshape', [turned, dims]);
};

/** The convolution of dY with the turned weights, for stride 1; undefined where it would need less than no padding. */
const turnedConvolution = (
  context: VjpContext,
  [dy, weight]: Operands,
  convolution: Convolution,
): string | undefined => {
  const { window, attributes } = convolution;
  const { kernel, dilations, begins } = window;
  const extent = kernel.map((size, axis) => (size - 1) * (dilations[axis] ?? 1));
  const unread = unreadElements(window);
  const before = extent.map((size, axis) => size - (begins[axis] ?? 0));
  const after = extent.map((size, axis) => size + (unread[axis] ?? 0));
  const pads = [...before, ...after];
  if (pads.some((pad) => pad < 0)) return undefined;
  const turned = turnedWeights(context, weight, convolution);
  return context.g.node('Conv', [dy, turned], { ...attributes, pads });
};

/**
 * `dX[n, c, i] = sum over m, k of dY[n, m, p] W[m, c, k]` with `i = p stride + k dilation - pad`. With
 * stride 1 that is a convolution, which unfolds dY; where dY has more channels than X, folding X costs less.
 */
export const convolutionImageGradient = (
  context: VjpContext,
  operands: Operands,
  convolution: Convolution,
): string => {
  const { window, groups, channels, attributes } = convolution;
  if (groups === 1 && elementCount(window.output) <= FEW_POSITIONS) {
    return foldedProduct(context, operands, convolution);
  }
  const isDense = window.strides.every((stride) => stride === 1);
  const isNarrower = channels[0] < channels[1] && elementCount(window.kernel) > 1;
  const turned =
    isDense && !isNarrower ? turnedConvolution(context, operands, convolution) : undefined;
  const padding = transposedPadding(window);
  return turned ?? context.g.node('ConvTranspose', operands, { ...attributes, ...padding });
};
