import { elementCount } from '@ocelli/core';
import { intAttribute, intsAttribute } from '@ocelli/onnx';
import { ofOneInput, type VjpContext, type VjpRule } from '../vjp-rule.js';
import { expandTo, reshape } from './reduce-to.js';

/** The reduced axes, counted from the start. */
const reducedAxes = ({ node, inputs, dims, constant }: VjpContext): number[] => {
  const rank = dims(inputs[0] ?? '').length;
  const listed = inputs[1] ? constant(inputs[1]) : (intsAttribute(node, 'axes') ?? []);
  if (listed.length > 0) return listed.map((axis) => (axis < 0 ? axis + rank : axis));
  const isNone = intAttribute(node, 'noop_with_empty_axes') === 1;
  return isNone ? [] : Array.from({ length: rank }, (_, axis) => axis);
};

/** Repeats `dy` along the reduced axes. */
const spread = (context: VjpContext, dy: string, axes: readonly number[]): string => {
  const { inputs, outputs, dims } = context;
  const inputDims = dims(inputs[0] ?? '');
  const kept = inputDims.map((dim, axis) => (axes.includes(axis) ? 1 : dim));
  return expandTo(context, reshape(context, dy, dims(outputs[0] ?? ''), kept), inputDims);
};

/** `dx = dy` at every summand */
const reduceSum = ofOneInput((context, dy) => spread(context, dy, reducedAxes(context)));

/** `dx = dy / count` at every summand */
const reduceMean = ofOneInput((context, dy) => {
  const { g, inputs, dims, scalar } = context;
  const axes = reducedAxes(context);
  const inputDims = dims(inputs[0] ?? '');
  const count = elementCount(axes.map((axis) => inputDims[axis] ?? 1));
  return spread(context, g.node('Mul', [dy, scalar(1 / count)]), axes);
});

/** Operators that shrink axes to one value each. */
export const REDUCTION_RULES = {
  ReduceSum: reduceSum,
  ReduceMean: reduceMean,
} as const satisfies Record<string, VjpRule>;
