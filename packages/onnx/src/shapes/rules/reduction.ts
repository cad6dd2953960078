import { intAttribute } from '../../model/attributes.js';
import type { Dim } from '../../model/value-info.js';
import { knownElements, listOperand, type RuleContext, type ShapeRule } from '../shape-rule.js';
import { resolveAxis, type ValueShape } from '../value-shape.js';

const dropAxes = (
  dims: readonly Dim[],
  axes: readonly number[],
  keepDims: boolean,
): readonly Dim[] => {
  const reduced = new Set(axes.map((axis) => resolveAxis(axis, dims.length)));
  return keepDims
    ? dims.map((dim, axis) => (reduced.has(axis) ? 1 : dim))
    : dims.filter((_, axis) => !reduced.has(axis));
};

/** Without axes all are reduced, unless the node says that an empty list means none. */
const reduce: ShapeRule = (context) => {
  const { node, input } = context;
  const { dtype, dims } = input(0);
  const all = dims?.map((_, axis) => axis);
  const absent = intAttribute(node, 'noop_with_empty_axes') === 1 ? [] : all;
  const listed = listOperand(context, 1, 'axes', absent);
  const axes = listed?.length === 0 ? absent : listed;
  if (dims === undefined || axes === undefined) return [{ dtype, dims: undefined }];
  return [{ dtype, dims: dropAxes(dims, axes, intAttribute(node, 'keepdims') !== 0) }];
};

const argExtremum: ShapeRule = ({ node, input }) => {
  const { dims } = input(0);
  const axes = [intAttribute(node, 'axis') ?? 0];
  const keepDims = intAttribute(node, 'keepdims') !== 0;
  return [{ dtype: 'int64', dims: dims && dropAxes(dims, axes, keepDims) }];
};

const topK: ShapeRule = ({ node, input }: RuleContext): readonly ValueShape[] => {
  const { dtype, dims } = input(0);
  const axis = resolveAxis(intAttribute(node, 'axis') ?? -1, dims?.length ?? 0);
  const k = knownElements(input(1))?.[0] ?? intAttribute(node, 'k') ?? '?';
  const kept = dims?.map((dim, index) => (index === axis ? k : dim));
  return [
    { dtype, dims: kept },
    { dtype: 'int64', dims: kept },
  ];
};

const REDUCTIONS = [
  ...['L1', 'L2', 'LogSum', 'LogSumExp', 'Max', 'Mean', 'Min', 'Prod', 'Sum', 'SumSquare'],
].map((name) => `Reduce${name}`);

/** Operators that shrink axes to one value each. */
export const REDUCTION_RULES: Readonly<Record<string, ShapeRule>> = {
  ...Object.fromEntries(REDUCTIONS.map((name) => [name, reduce])),
  ArgMax: argExtremum,
  ArgMin: argExtremum,
  TopK: topK,
};
