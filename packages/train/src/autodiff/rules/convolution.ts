import { createTensor, elementCount } from '@ocelli/core';
import { intAttribute } from '@ocelli/onnx';
import { ofFirstOutput, type VjpContext, type VjpRule } from '../vjp-rule.js';
import { sumOver } from './reduce-to.js';
import { type Window, windowOf } from './window.js';

/** A convolution `[N, C, ...input] * [M, C / G, ...kernel] -> [N, M, ...output]`. */
interface Convolution {
  readonly window: Window;
  readonly batch: number;
  readonly groups: number;
  /** C and M. */
  readonly channels: readonly [number, number];
  readonly attributes: {
    readonly group: number;
    readonly kernel_shape: readonly number[];
    readonly strides: readonly number[];
    readonly dilations: readonly number[];
    readonly pads: readonly number[];
  };
}

const convolutionOf = (
  { node, dims }: VjpContext,
  image: string,
  weight: string,
  result: string,
): Convolution => {
  const [batch = 1, channels = 1, ...input] = dims(image);
  const [, results = 1, ...output] = dims(result);
  const window = windowOf(node, input, output, dims(weight).slice(2));
  const groups = intAttribute(node, 'group') ?? 1;
  const { kernel, strides, dilations, begins, ends } = window;
  const pads = [...begins, ...ends];
  const attributes = { group: groups, kernel_shape: kernel, strides, dilations, pads };
  return { window, batch, groups, channels: [channels, results], attributes };
};

const isPointwise = ({ kernel, begins, ends }: Window): boolean =>
  [...kernel, ...begins.map((pad) => pad + 1), ...ends.map((pad) => pad + 1)].every(
    (size) => size === 1,
  );

/** Weights `[C * K, 1, ...kernel]` of a depthwise convolution that copies each element of the window. */
const copyingWeights = (
  { g, dtype, inputs }: VjpContext,
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

/** The image's elements under the window: `[N, C * K, P]`, P positions of the output. */
const unfold = (context: VjpContext, image: string, convolution: Convolution): string => {
  const { g, int64 } = context;
  const { window, batch, channels, attributes } = convolution;
  const { kernel, strides, input, output } = window;
  const dims = [batch, channels[0] * elementCount(kernel), elementCount(output)];
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

/**
 * `dW[m, c, k] = sum over n, p of dY[n, m, p] x[n, c, p * stride + k * dilation - pad]`, for each group a
 * product of the unfolded image with dY. Many positions: one product per example, then their sum. Few
 * positions: one product over all examples, as the sum of large products would cost more.
 */
const weightGradient = (
  context: VjpContext,
  [image, dy]: readonly [string, string],
  weightDims: readonly number[],
  convolution: Convolution,
): string => {
  const { g, int64 } = context;
  const { window, batch, groups, channels } = convolution;
  const positions = elementCount(window.output);
  const rows = (channels[0] / groups) * elementCount(window.kernel);
  const perGroup = channels[1] / groups;
  const columns = unfold(context, image, convolution);
  if (groups === 1 && positions < perGroup) {
    const flat = (value: string, count: number): string => {
      const last = g.node('Transpose', [value], { perm: [0, 2, 1] });
      return g.node('Reshape', [last, int64([batch * positions, count])]);
    };
    const flatDy = flat(g.node('Reshape', [dy, int64([batch, perGroup, positions])]), perGroup);
    const product = g.node('Gemm', [flatDy, flat(columns, rows)], { transA: 1 });
    return g.node('Reshape', [product, int64(weightDims)]);
  }
  const grouped = g.node('Reshape', [columns, int64([batch, groups, rows, positions])]);
  const groupedDy = g.node('Reshape', [dy, int64([batch, groups, perGroup, positions])]);
  const turned = g.node('Transpose', [groupedDy], { perm: [0, 1, 3, 2] });
  const summed = sumOver(context, g.node('MatMul', [grouped, turned]), [0]);
  return g.node('Reshape', [g.node('Transpose', [summed], { perm: [0, 2, 1] }), int64(weightDims)]);
};

/** Weights `[M, C / G, ...kernel]` as `[C, M / G, ...kernel]`, turned by half a turn. */
const turnedWeights = (
  context: VjpContext,
  weight: string,
  { groups, channels, window: { kernel } }: Convolution,
): string => {
  const { g, int64 } = context;
  const [inputs, outputs] = [channels[0] / groups, channels[1] / groups];
  const spatial = kernel.map((_, axis) => axis);
  const flipped = kernel.every((size) => size === 1)
    ? weight
    : g.node('Slice', [
        weight,
        int64(kernel.map(() => -1)),
        int64(kernel.map((size) => -size - 1)),
        int64(spatial.map((axis) => axis + 2)),
        int64(kernel.map(() => -1)),
      ]);
  if (groups === 1) {
    return g.node('Transpose', [flipped], { perm: [1, 0, ...spatial.map((axis) => axis + 2)] });
  }
  const grouped = g.node('Reshape', [flipped, int64([groups, outputs, inputs, ...kernel])]);
  const perm = [0, 2, 1, ...spatial.map((axis) => axis + 3)];
  const swapped = g.node('Transpose', [grouped], { perm });
  return g.node('Reshape', [swapped, int64([channels[0], outputs, ...kernel])]);
};

/** `dX`: with stride 1 the convolution of dY with the turned weights, else the transposed convolution. */
const imageGradient = (
  context: VjpContext,
  [dy, weight]: readonly [string, string],
  convolution: Convolution,
): string => {
  const { g } = context;
  const { window, attributes } = convolution;
  const { kernel, strides, dilations, begins, input, reach } = window;
  const extent = kernel.map((size, axis) => (size - 1) * (dilations[axis] ?? 1));
  const before = begins.map((begin, axis) => (extent[axis] ?? 0) - begin);
  // Elements after the last window get zeros.
  const rest = reach.map((count, axis) => (input[axis] ?? 0) + (begins[axis] ?? 0) - count);
  const after = rest.map((count, axis) => (extent[axis] ?? 0) + count);
  if (strides.every((stride) => stride === 1) && [...before, ...after].every((pad) => pad >= 0)) {
    const turned = turnedWeights(context, weight, convolution);
    return g.node('Conv', [dy, turned], { ...attributes, pads: [...before, ...after] });
  }
  return g.node('ConvTranspose', [dy, weight], {
    ...attributes,
    pads: [...begins, ...rest.map((count) => Math.max(-count, 0))],
    output_padding: rest.map((count) => Math.max(count, 0)),
  });
};

/** `db[m] = sum over n, p of dY[n, m, p]` */
const biasGradient = (context: VjpContext, dy: string, rank: number): string =>
  sumOver(
    context,
    dy,
    Array.from({ length: rank }, (_, axis) => axis).filter((axis) => axis !== 1),
  );

/** `Y = W * X + b`, `*` the cross-correlation that the field calls convolution */
const conv = ofFirstOutput((context, dy) => {
  const { inputs, outputs, dims, needs } = context;
  const [x = '', w = ''] = inputs;
  const convolution = convolutionOf(context, x, w, outputs[0] ?? '');
  return [
    needs(0) ? imageGradient(context, [dy, w], convolution) : undefined,
    needs(1) ? weightGradient(context, [x, dy], dims(w), convolution) : undefined,
    needs(2) ? biasGradient(context, dy, dims(x).length) : undefined,
  ];
});

/**
 * The transpose of the convolution `[N, M, ...output] * W -> [N, C, ...input]` with weights
 * `[C, M / G, ...kernel]`: dX is that convolution of dY, and dW its weight gradient with image and
 * cotangent exchanged
 */
const convTranspose = ofFirstOutput((context, dy) => {
  const { g, node, inputs, outputs, dims, needs } = context;
  const [x = '', w = ''] = inputs;
  const convolution = convolutionOf(context, outputs[0] ?? '', w, x);
  if (node.attribute.some(({ name }) => name === 'output_shape' || name === 'auto_pad')) {
    return context.refuse('its padding is given by output_shape or auto_pad');
  }
  // dY is the image of the convolution: it needs a value's dims, and has those of Y.
  return [
    needs(0) ? g.node('Conv', [dy, w], convolution.attributes) : undefined,
    needs(1) ? weightGradient(context, [dy, x], dims(w), convolution) : undefined,
    needs(2) ? biasGradient(context, dy, dims(x).length) : undefined,
  ];
});

/** Convolutions. */
export const CONVOLUTION_RULES = {
  Conv: conv,
  ConvTranspose: convTranspose,
} as const satisfies Record<string, VjpRule>;
