import { intAttribute } from '@ocelli/onnx';
import type { VjpContext } from '../vjp-rule.js';
import { type Window, windowOf } from './window.js';

/** A convolution `[N, C, ...input] * [M, C / G, ...kernel] -> [N, M, ...output]`. */
export interface Convolution {
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

/** Reads the convolution of `image` and `weight` that makes `result` off a node's attributes. */
export const convolutionOf = (
  { node, dims }: Pick<VjpContext, 'node' | 'dims'>,
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

/** Elements between the end of the last window and the end of the image; negative when it ends in padding. */
export const unreadElements = ({ begins, input, reach }: Window): number[] =>
  reach.map((count, axis) => (input[axis] ?? 0) + (begins[axis] ?? 0) - count);

/** Attributes that make a transposed convolution give an image of the window's input size. */
export const transposedPadding = (window: Window) => {
  const rest = unreadElements(window);
  return {
    pads: [...window.begins, ...rest.map((count) => Math.max(-count, 0))],
    output_padding: rest.map((count) => Math.max(count, 0)),
  };
};
