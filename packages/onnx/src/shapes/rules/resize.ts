import { findAttribute, intsAttribute } from '../../model/attributes.js';
import type { Dim } from '../../model/value-info.js';
import { knownElements, type RuleContext, type ShapeRule } from '../shape-rule.js';
import { resolveAxis, type ValueShape } from '../value-shape.js';

/** Sizes or scales of an image; `axes` (opset 18) says which dims they are for. */
const resized = (
  { node, input }: RuleContext,
  scales: readonly number[] | undefined,
  sizes: readonly Dim[] | undefined,
): readonly ValueShape[] => {
  const { dtype, dims } = input(0);
  if (dims === undefined) return [{ dtype, dims }];
  const axes = intsAttribute(node, 'axes') ?? dims.map((_, axis) => axis);
  const result: Dim[] = [...dims];
  axes.forEach((listed, index) => {
    const axis = resolveAxis(listed, dims.length);
    if (axis === undefined) return;
    const [dim, scale, size] = [dims[axis], scales?.[index], sizes?.[index]];
    if (size !== undefined) result[axis] = size;
    else if (scale === 1) result[axis] = dim ?? '?';
    else if (scale !== undefined && typeof dim === 'number') result[axis] = Math.floor(dim * scale);
    else result[axis] = '?';
  });
  return [{ dtype, dims: result }];
};

const resize: ShapeRule = (context) => {
  const { node, input, opset } = context;
  if (opset < 11) return resized(context, knownElements(input(1)), undefined);
  const scales = node.input[2] ? knownElements(input(2)) : undefined;
  return resized(context, scales?.length === 0 ? undefined : scales, input(3).elements);
};

const upsample: ShapeRule = (context) =>
  resized(
    context,
    knownElements(context.input(1)) ?? findAttribute(context.node, 'scales')?.floats,
    undefined,
  );

/** Operators that resample. */
export const RESIZE_RULES: Readonly<Record<string, ShapeRule>> = {
  Resize: resize,
  Upsample: upsample,
};
