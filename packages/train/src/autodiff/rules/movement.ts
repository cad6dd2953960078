import { elementCount } from '@ocelli/core';
import { intAttribute, intsAttribute, ONNX_DTYPES, stringAttribute } from '@ocelli/onnx';
import { ofFirstOutput, ofOneInput, type VjpRule } from '../vjp-rule.js';
import { reduceTo, reshape } from './reduce-to.js';
import { interleaveAxis } from './interleave-axis.js';
import { padOrCrop } from './window.js';

const resolve = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

/** `dx = dy` */
const identity = ofOneInput((_, dy) => dy);

/** `dx = dy` in the dims of x */
const restoreDims = ofOneInput((context, dy) => {
  const { inputs, outputs, dims } = context;
  return reshape(context, dy, dims(outputs[0] ?? ''), dims(inputs[0] ?? ''));
});

/** `dx = dy` with the axes put back */
const transpose = ofOneInput(({ g, node, inputs, dims }, dy) => {
  const axes = dims(inputs[0] ?? '').map((_, axis) => axis);
  const perm = intsAttribute(node, 'perm') ?? [...axes].reverse();
  return g.node('Transpose', [dy], { perm: axes.map((axis) => perm.indexOf(axis)) });
});

/** `dx = dy` in the element type of x */
const cast = ofOneInput(({ g, inputs, dtype }, dy) =>
  g.node('Cast', [dy], { to: ONNX_DTYPES[dtype(inputs[0] ?? '')].code }),
);

/** `dx = dy`: without a mask of its own the operator copies; random masks are fed and multiplied */
const dropout = ofFirstOutput((context, dy) => {
  const { inputs, outputs, constant } = context;
  if (outputs[1]) return context.refuse('its mask is used');
  if (inputs[2] && constant(inputs[2])[0] !== 0) {
    return context.refuse('it draws random numbers; feed a mask and multiply');
  }
  return [dy];
});

/** `dx_i` is the part of dy that came from `x_i` */
const concat = ofFirstOutput(({ g, node, inputs, dims, needs, int64 }, dy) => {
  const axis = intAttribute(node, 'axis') ?? 0;
  let end = 0;
  return inputs.map((input, index) => {
    const start = end;
    end += dims(input).at(axis) ?? 0;
    if (!needs(index)) return undefined;
    return g.node('Slice', [dy, int64([start]), int64([end]), int64([axis])]);
  });
});

/** `dx` joins the cotangents of the parts; a part that is not used counts as zeros */
const split: VjpRule = ({ g, node, outputs, cotangents, dims, int64, scalar }) => {
  const axis = intAttribute(node, 'axis') ?? 0;
  const parts = cotangents.map(
    (cotangent, index) =>
      cotangent ?? g.node('Expand', [scalar(0), int64(dims(outputs[index] ?? ''))]),
  );
  return [g.node('Concat', parts, { axis })];
};

/** `dx` has dy at the elements that were read and 0 elsewhere */
const slice = ofOneInput((context, dy) => {
  const { g, inputs, outputs, dims, constant, int64 } = context;
  const [x = '', starts = '', , axesInput = '', stepsInput = ''] = inputs;
  const xDims = dims(x);
  const listed = constant(starts);
  const axes = axesInput ? constant(axesInput) : listed.map((_, axis) => axis);
  const steps = stepsInput ? constant(stepsInput) : listed.map(() => 1);
  let value = dy;
  const current = [...dims(outputs[0] ?? '')];
  axes.forEach((listedAxis, index) => {
    const axis = resolve(listedAxis, xDims.length);
    const [size = 0, count = 0] = [xDims[axis], current[axis]];
    const step = steps[index] ?? 1;
    const start = resolve(listed[index] ?? 0, size);
    const first = Math.min(Math.max(start, 0), step > 0 ? size : size - 1);
    if (step < 0) {
      const end = int64([-count - 1]);
      value = g.node('Slice', [value, int64([-1]), end, int64([axis]), int64([-1])]);
    }
    value = interleaveAxis(context, value, current, axis, Math.abs(step));
    const length = count * Math.abs(step);
    current[axis] = length;
    const begin = step > 0 ? first : first + (count - 1) * step;
    const only = (count_: number): number[] => current.map((_, at) => (at === axis ? count_ : 0));
    value = padOrCrop(context, value, current, {
      begins: only(begin),
      ends: only(size - begin - length),
    });
    current[axis] = size;
  });
  return value;
});

/** `dx` is dy without the padding */
const pad = ofFirstOutput((context, dy) => {
  const { node, inputs, outputs, dims, constant, needs } = context;
  const mode = stringAttribute(node, 'mode') ?? 'constant';
  if (mode !== 'constant') return context.refuse(`it pads in mode ${mode}`);
  if (needs(2)) return context.refuse('its fill value is trained');
  const rank = dims(inputs[0] ?? '').length;
  const pads = constant(inputs[1] ?? '');
  const axes = inputs[3] ? constant(inputs[3]) : pads.slice(rank).map((_, axis) => axis);
  const side = (offset: number): number[] => {
    const counts = Array<number>(rank).fill(0);
    axes.forEach((axis, index) => (counts[resolve(axis, rank)] = -(pads[index + offset] ?? 0)));
    return counts;
  };
  const yDims = dims(outputs[0] ?? '');
  return [padOrCrop(context, dy, yDims, { begins: side(0), ends: side(axes.length) })];
});

/** `dx` sums dy over the axes that were stretched */
const expand = ofOneInput((context, dy) => {
  const { inputs, outputs, dims } = context;
  return reduceTo(context, dy, dims(outputs[0] ?? ''), dims(inputs[0] ?? ''));
});

/** `dx[i] = sum of dy over the places that read i` */
const gather = ofOneInput((context, dy) => {
  const { g, node, inputs, outputs, dims, int64, scalar } = context;
  const [x = '', indices = ''] = inputs;
  const xDims = dims(x);
  const axis = resolve(intAttribute(node, 'axis') ?? 0, xDims.length);
  const count = elementCount(dims(indices));
  const flat = xDims.map((dim, at) => (at === axis ? count : dim));
  const column = xDims.map((_, at) => (at === axis ? count : 1));
  const places = g.node('Expand', [g.node('Reshape', [indices, int64(column)]), int64(flat)]);
  const flatDy = reshape(context, dy, dims(outputs[0] ?? ''), flat);
  const zeros = g.node('Expand', [scalar(0), int64(xDims)]);
  return g.node('ScatterElements', [zeros, places, flatDy], { axis, reduction: 'add' });
});

/** Operators that move or copy elements without changing them. */
export const MOVEMENT_RULES = {
  Identity: identity,
  Reshape: restoreDims,
  Flatten: restoreDims,
  Squeeze: restoreDims,
  Unsqueeze: restoreDims,
  Transpose: transpose,
  Cast: cast,
  Dropout: dropout,
  Concat: concat,
  Split: split,
  Slice: slice,
  Pad: pad,
  Expand: expand,
  Gather: gather,
} as const satisfies Record<string, VjpRule>;
