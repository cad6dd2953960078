import { intAttribute, intsAttribute, stringAttribute } from '../../model/attributes.js';
import type { Dim } from '../../model/value-info.js';
import type { RuleContext, ShapeRule } from '../shape-rule.js';
import { type ValueShape } from '../value-shape.js';

/** The sliding window of a convolution or pool, per spatial axis. */
interface Window {
  readonly kernel: readonly Dim[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** All begins, then all ends. */
  readonly pads: readonly number[];
  readonly autoPad: string;
  readonly ceilMode: boolean;
}

const windowOf = ({ node }: RuleContext, weightDims?: readonly Dim[]): Window | undefined => {
  const kernel = intsAttribute(node, 'kernel_shape') ?? weightDims?.slice(2);
  if (kernel === undefined) return undefined;
  return {
    kernel,
    strides: intsAttribute(node, 'strides') ?? kernel.map(() => 1),
    dilations: intsAttribute(node, 'dilations') ?? kernel.map(() => 1),
    pads: intsAttribute(node, 'pads') ?? kernel.flatMap(() => [0, 0]),
    autoPad: stringAttribute(node, 'auto_pad') ?? 'NOTSET',
    ceilMode: intAttribute(node, 'ceil_mode') === 1,
  };
};

interface AxisWindow {
  readonly kernel: Dim;
  readonly stride: number;
  readonly dilation: number;
  readonly padBegin: number;
  readonly padEnd: number;
}

const axisOf = (window: Window, axis: number): AxisWindow => ({
  kernel: window.kernel[axis] ?? '?',
  stride: window.strides[axis] ?? 1,
  dilation: window.dilations[axis] ?? 1,
  padBegin: window.pads[axis] ?? 0,
  padEnd: window.pads[axis + window.kernel.length] ?? 0,
});

/** Positions of the window along one axis: `floor((in + pads - extent) / stride) + 1`. */
const slidePositions = (input: Dim, window: Window, axis: number): Dim => {
  const { kernel, stride, dilation, padBegin, padEnd } = axisOf(window, axis);
  if (typeof input === 'string' || typeof kernel === 'string') return '?';
  if (window.autoPad.startsWith('SAME')) return Math.ceil(input / stride);
  const pads = window.autoPad === 'VALID' ? 0 : padBegin + padEnd;
  const room = input + pads - ((kernel - 1) * dilation + 1);
  if (!window.ceilMode) return Math.floor(room / stride) + 1;
  const positions = Math.ceil(room / stride) + 1;
  // A window that would start in the padding at the end is left out.
  return (positions - 1) * stride >= input + padBegin ? positions - 1 : positions;
};

const slide = (
  { dtype, dims }: ValueShape,
  channels: Dim,
  window: Window | undefined,
): readonly ValueShape[] => {
  if (dims === undefined || window === undefined) return [{ dtype, dims: undefined }];
  const [batch = '?', , ...spatial] = dims;
  return [
    {
      dtype,
      dims: [batch, channels, ...spatial.map((dim, axis) => slidePositions(dim, window, axis))],
    },
  ];
};

/** Convolution whose weights are input `weight`: `[M, C / group, ...kernel]`. */
export const convolution =
  (weight: number, dtype?: ValueShape['dtype']): ShapeRule =>
  (context) => {
    const weights = context.input(weight).dims;
    const image = context.input(0);
    return slide(
      { dtype: dtype ?? image.dtype, dims: image.dims },
      weights?.[0] ?? '?',
      windowOf(context, weights),
    );
  };

export const pool: ShapeRule = (context) => {
  const image = context.input(0);
  const [output] = slide(image, image.dims?.[1] ?? '?', windowOf(context));
  const dims = output?.dims;
  return [
    { dtype: image.dtype, dims },
    { dtype: 'int64', dims },
  ];
};

/** All spatial dims become 1. */
export const globalPool: ShapeRule = ({ input }) => {
  const { dtype, dims } = input(0);
  return [{ dtype, dims: dims?.map((dim, axis) => (axis < 2 ? dim : 1)) }];
};

/** `stride * (in - 1) + output_padding + extent - pads`, unless `output_shape` says otherwise. */
const transposedConvolution: ShapeRule = (context) => {
  const { dtype, dims } = context.input(0);
  const weights = context.input(1).dims;
  const window = windowOf(context, weights);
  if (dims === undefined || weights === undefined || window === undefined) {
    return [{ dtype, dims: undefined }];
  }
  const outputShape = intsAttribute(context.node, 'output_shape');
  const outputPadding = intsAttribute(context.node, 'output_padding') ?? [];
  const group = intAttribute(context.node, 'group') ?? 1;
  const [batch = '?', , ...spatial] = dims;
  const sizes = spatial.map((dim, axis): Dim => {
    const { kernel, stride, dilation, padBegin, padEnd } = axisOf(window, axis);
    const declared = outputShape?.[outputShape.length - spatial.length + axis];
    if (declared !== undefined) return declared;
    if (typeof dim === 'string' || typeof kernel === 'string') return '?';
    if (window.autoPad.startsWith('SAME')) return dim * stride;
    const extent = (kernel - 1) * dilation + 1;
    return stride * (dim - 1) + (outputPadding[axis] ?? 0) + extent - padBegin - padEnd;
  });
  const channels = weights[1];
  return [
    { dtype, dims: [batch, typeof channels === 'number' ? channels * group : '?', ...sizes] },
  ];
};

/** Operators that slide a window over an image `[N, C, ...spatial]`. */
export const CONVOLUTION_RULES: Readonly<Record<string, ShapeRule>> = {
  Conv: convolution(1),
  ConvInteger: convolution(1, 'int32'),
  QLinearConv: convolution(3),
  ConvTranspose: transposedConvolution,
  AveragePool: pool,
  MaxPool: pool,
  LpPool: pool,
  GlobalAveragePool: globalPool,
  GlobalMaxPool: globalPool,
  GlobalLpPool: globalPool,
};
