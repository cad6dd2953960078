import { createTensor, elementCount } from '@ocelli/core';
import { intAttribute } from '@ocelli/onnx';
import { ofFirstOutput, ofOneInput, type VjpContext, type VjpRule } from '../vjp-rule.js';
import { expandTo, reshape } from './reduce-to.js';
import { scatterWindows } from './scatter-windows.js';
import { padOrCrop, positionsIn, type Window, windowOf } from './window.js';

const poolOf = ({ node, inputs, outputs, dims }: VjpContext): Window =>
  windowOf(node, dims(inputs[0] ?? '').slice(2), dims(outputs[0] ?? '').slice(2));

const batchAndChannels = ({ inputs, dims }: VjpContext): [number, number] => {
  const [batch = 1, channels = 1] = dims(inputs[0] ?? '');
  return [batch, channels];
};

/** The elements of an image under the window's element `offset`: `[N, C, ...output]`. */
const readOffset = (
  { g, int64 }: VjpContext,
  image: string,
  offset: readonly number[],
  { strides, dilations, output }: Window,
): string => {
  const starts = offset.map((index, axis) => index * (dilations[axis] ?? 1));
  const ends = starts.map(
    (start, axis) => start + ((output[axis] ?? 1) - 1) * (strides[axis] ?? 1) + 1,
  );
  const axes = output.map((_, axis) => axis + 2);
  return g.node('Slice', [image, ...[starts, ends, axes, strides].map(int64)]);
};

/**
 * `dx` takes `dy` where the window's maximum lies; among equal ones at the first in row-major order, as
 * PyTorch has it. Each offset takes what is left of `dy`, so no second one of a window gets it too, and what
 * is left after all others is the last one's.
 */
const maxPool = ofFirstOutput((context, dy) => {
  const { g, inputs, outputs, dims, scalar } = context;
  const window = poolOf(context);
  const { begins, reach, input } = window;
  const image = padOrCrop(context, inputs[0] ?? '', dims(inputs[0] ?? ''), {
    begins,
    ends: reach.map((count, axis) => count - (input[axis] ?? 0) - (begins[axis] ?? 0)),
    fill: scalar(-Infinity),
  });
  const offsets = positionsIn(window.kernel);
  let rest = dy;
  const parts = offsets.map((offset, index) => {
    if (index === offsets.length - 1) return { value: rest, offset };
    const element = readOffset(context, image, offset, window);
    const isMaximum = g.node('Equal', [element, outputs[0] ?? '']);
    const value = g.node('Where', [isMaximum, rest, scalar(0)]);
    rest = g.node('Sub', [rest, value]);
    return { value, offset };
  });
  return [scatterWindows(context, parts, batchAndChannels(context), window)];
});

/** How many elements each window averages, as `1 / count` `[1, 1, ...output]`. */
const reciprocalCounts = (
  { g, node, inputs, dtype }: VjpContext,
  { kernel, strides, begins, ends, input, output, dilations }: Window,
): string => {
  const includesPads = intAttribute(node, 'count_include_pad') === 1;
  const axisCounts = output.map((size, axis) =>
    Array.from({ length: size }, (_, position) => {
      const [begin = 0, end = 0, length = 0] = [begins[axis], ends[axis], input[axis]];
      const start = position * (strides[axis] ?? 1) - begin;
      const [low, high] = includesPads ? [-begin, length + end] : [0, length];
      const taps = Array.from(
        { length: kernel[axis] ?? 1 },
        (_unused, tap) => start + tap * (dilations[axis] ?? 1),
      );
      return taps.filter((at) => at >= low && at < high).length;
    }),
  );
  const tensor = createTensor(dtype(inputs[0] ?? '') === 'float64' ? 'float64' : 'float32', [
    1,
    1,
    ...output,
  ]);
  positionsIn(output).forEach((position, index) => {
    const count = position.reduce(
      (product, at, axis) => product * (axisCounts[axis]?.[at] ?? 1),
      1,
    );
    tensor.data[index] = 1 / count;
  });
  return g.initializer('window_share', tensor);
};

/** `dx[i] = sum over the windows that hold i of dy / count` */
const averagePool = ofFirstOutput((context, dy) => {
  const { g } = context;
  const window = poolOf(context);
  const value = g.node('Mul', [dy, reciprocalCounts(context, window)]);
  const parts = positionsIn(window.kernel).map((offset) => ({ value, offset }));
  return [scatterWindows(context, parts, batchAndChannels(context), window)];
});

/** `dx = dy / P` at all P positions */
const globalAveragePool = ofOneInput((context, dy) => {
  const { g, inputs, dims, scalar } = context;
  const imageDims = dims(inputs[0] ?? '');
  const share = g.node('Mul', [dy, scalar(1 / elementCount(imageDims.slice(2)))]);
  return expandTo(context, share, imageDims);
});

/** `dx` takes `dy` at the first maximum of each channel */
const globalMaxPool = ofOneInput((context, dy) => {
  const { g, int64, inputs, outputs, dims, scalar } = context;
  const [x = '', y = ''] = [inputs[0], outputs[0]];
  const imageDims = dims(x);
  const [batch = 1, channels = 1, ...spatial] = imageDims;
  const flat = [batch, channels, elementCount(spatial)];
  const flatX = reshape(context, x, imageDims, flat);
  const at = g.node('ArgMax', [flatX], { axis: 2, keepdims: 1 });
  const flatDy = reshape(context, dy, dims(y), [batch, channels, 1]);
  const zeros = g.node('Expand', [scalar(0), int64(flat)]);
  const placed = g.node('ScatterElements', [zeros, at, flatDy], { axis: 2 });
  return reshape(context, placed, flat, imageDims);
});

/** Pools. */
export const POOL_RULES = {
  MaxPool: maxPool,
  AveragePool: averagePool,
  GlobalAveragePool: globalAveragePool,
  GlobalMaxPool: globalMaxPool,
} as const satisfies Record<string, VjpRule>;
