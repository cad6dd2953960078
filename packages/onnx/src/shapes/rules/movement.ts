import { intAttribute, intsAttribute } from '../../model/attributes.js';
import type { Dim } from '../../model/value-info.js';
import { knownElements, listOperand, type ShapeRule } from '../shape-rule.js';
import {
  addDims,
  broadcastDims,
  multiplyDims,
  resolveAxis,
  type ValueShape,
} from '../value-shape.js';

const withElements = (shape: ValueShape, elements: readonly Dim[] | undefined): ValueShape =>
  elements === undefined ? shape : { ...shape, elements };

/** 0 copies the input's dim, -1 takes what is left; free dims cancel by name. */
const reshapedDims = (
  dims: readonly Dim[] | undefined,
  target: readonly Dim[],
  allowZero: boolean,
): Dim[] => {
  const copied = target.map((dim, axis) => (dim === 0 && !allowZero ? (dims?.[axis] ?? '?') : dim));
  const rest = [...(dims ?? ['?'])];
  for (const dim of copied) {
    const at = dim === -1 ? -1 : rest.indexOf(dim);
    if (at >= 0 && typeof dim === 'string') rest.splice(at, 1);
  }
  const known = copied.filter((dim) => typeof dim === 'number' && dim !== -1);
  const freeLeft = copied.some((dim) => typeof dim === 'string' && !dims?.includes(dim));
  const total = multiplyDims(rest);
  const divisor = multiplyDims(known);
  const inferred: Dim =
    typeof total === 'number' && typeof divisor === 'number' && divisor > 0 && !freeLeft
      ? total / divisor
      : divisor === 1 && !freeLeft
        ? total
        : '?';
  return copied.map((dim) => (dim === -1 ? inferred : dim));
};

/** Beyond this a rank is an error of the file. */
const MAX_RANK = 32;

const reshape: ShapeRule = ({ node, input }) => {
  const { dtype, dims, elements } = input(0);
  const target = node.input[1] ? input(1).elements : intsAttribute(node, 'shape');
  const rank = input(1).dims?.[0];
  if (target === undefined) {
    return [
      {
        dtype,
        dims: typeof rank === 'number' && rank <= MAX_RANK ? Array<Dim>(rank).fill('?') : undefined,
      },
    ];
  }
  const shape = { dtype, dims: reshapedDims(dims, target, intAttribute(node, 'allowzero') === 1) };
  return [withElements(shape, elements)];
};

const flatten: ShapeRule = ({ node, input }) => {
  const { dtype, dims } = input(0);
  const attribute = intAttribute(node, 'axis') ?? 1;
  if (dims === undefined) return [{ dtype, dims: ['?', '?'] }];
  const axis = attribute < 0 ? attribute + dims.length : attribute;
  return [{ dtype, dims: [multiplyDims(dims.slice(0, axis)), multiplyDims(dims.slice(axis))] }];
};

const transpose: ShapeRule = ({ node, input }) => {
  const { dtype, dims } = input(0);
  const order = intsAttribute(node, 'perm') ?? dims?.map((_, axis) => axis).reverse();
  return [{ dtype, dims: dims && order?.map((axis) => dims[axis] ?? '?') }];
};

const concat: ShapeRule = ({ node, input, inputCount }) => {
  const parts = Array.from({ length: inputCount }, (_, index) => input(index));
  const [first] = parts;
  const axis = resolveAxis(intAttribute(node, 'axis') ?? 1, first?.dims?.length ?? 0);
  const isKnown = parts.every((part) => part.dims?.length === first?.dims?.length);
  if (first?.dims === undefined || axis === undefined || !isKnown) {
    return [{ dtype: first?.dtype, dims: undefined }];
  }
  const joined = addDims(parts.map((part) => part.dims?.[axis] ?? '?'));
  const dims = first.dims.map((dim, index) => (index === axis ? joined : dim));
  const lists = parts.map((part) => part.elements);
  const elements =
    dims.length === 1 && lists.every((list) => list !== undefined) ? lists.flat() : undefined;
  return [withElements({ dtype: first.dtype, dims }, elements)];
};

const unsqueeze: ShapeRule = (context) => {
  const { dtype, dims, elements } = context.input(0);
  const axes = listOperand(context, 1, 'axes', undefined);
  if (dims === undefined || axes === undefined) return [{ dtype, dims: undefined }];
  const rank = dims.length + axes.length;
  const inserted = new Set(axes.map((axis) => resolveAxis(axis, rank)));
  const rest = [...dims];
  const expanded = Array.from({ length: rank }, (_, axis): Dim =>
    inserted.has(axis) ? 1 : (rest.shift() ?? '?'),
  );
  return [withElements({ dtype, dims: expanded }, elements)];
};

const squeeze: ShapeRule = (context) => {
  const { dtype, dims, elements } = context.input(0);
  const ones = dims?.flatMap((dim, axis) => (dim === 1 ? [axis] : []));
  const axes = listOperand(context, 1, 'axes', ones);
  if (dims === undefined || axes === undefined) return [{ dtype, dims: undefined }];
  const removed = new Set(axes.map((axis) => resolveAxis(axis, dims.length)));
  return [withElements({ dtype, dims: dims.filter((_, axis) => !removed.has(axis)) }, elements)];
};

const gather: ShapeRule = ({ node, input }) => {
  const [data, indices] = [input(0), input(1)];
  const axis = resolveAxis(intAttribute(node, 'axis') ?? 0, data.dims?.length ?? 0);
  if (data.dims === undefined || indices.dims === undefined || axis === undefined) {
    return [{ dtype: data.dtype, dims: undefined }];
  }
  const dims = [...data.dims.slice(0, axis), ...indices.dims, ...data.dims.slice(axis + 1)];
  const positions = data.dims.length === 1 ? knownElements(indices) : undefined;
  const picked = data.elements && positions?.map((position) => data.elements?.at(position) ?? '?');
  return [withElements({ dtype: data.dtype, dims }, picked)];
};

/** Start and step of a slice of one axis, and how many steps fit. */
const sliceAxis = (size: number, start: number, end: number, step: number): [number, number] => {
  const clamp = (index: number, low: number, high: number): number =>
    Math.min(Math.max(index < 0 ? index + size : index, low), high);
  const [from, to] =
    step > 0
      ? [clamp(start, 0, size), clamp(end, 0, size)]
      : [clamp(start, 0, size - 1), clamp(end, -1, size - 1)];
  return [from, Math.max(0, Math.ceil((to - from) / step))];
};

const slice: ShapeRule = (context) => {
  const { dtype, dims, elements } = context.input(0);
  const starts = listOperand(context, 1, 'starts', undefined);
  const ends = listOperand(context, 2, 'ends', undefined);
  const axes = listOperand(
    context,
    3,
    'axes',
    starts?.map((_, axis) => axis),
  );
  const steps = listOperand(
    context,
    4,
    'steps',
    starts?.map(() => 1),
  );
  if (dims === undefined) return [{ dtype, dims }];
  if (!starts || !ends || !axes || !steps) return [{ dtype, dims: dims.map((): Dim => '?') }];
  const sliced = [...dims];
  let kept = dims.length === 1 ? elements : undefined;
  axes.forEach((listed, index) => {
    const axis = resolveAxis(listed, dims.length);
    const size = axis === undefined ? undefined : dims[axis];
    const [start, end, step] = [starts[index] ?? 0, ends[index] ?? 0, steps[index] ?? 1];
    if (axis === undefined) return;
    // A slice of everything keeps a free dim.
    const isWhole = start === 0 && step === 1 && end >= 2 ** 31 - 1;
    if (typeof size === 'string') {
      sliced[axis] = isWhole ? size : '?';
    } else if (size !== undefined) {
      const [from, count] = sliceAxis(size, start, end, step);
      sliced[axis] = count;
      kept = kept && Array.from({ length: count }, (_, at) => kept?.[from + at * step] ?? '?');
    }
  });
  return [withElements({ dtype, dims: sliced }, kept)];
};

const split: ShapeRule = (context) => {
  const { node, input } = context;
  const { dtype, dims } = input(0);
  const axis = resolveAxis(intAttribute(node, 'axis') ?? 0, dims?.length ?? 0);
  const count = node.output.length;
  if (dims === undefined || axis === undefined) {
    return node.output.map(() => ({ dtype, dims: undefined }));
  }
  const size = dims[axis] ?? '?';
  // Opset 18 allows a smaller last part when the size does not divide.
  const part = typeof size === 'number' ? Math.ceil(size / count) : '?';
  const even = node.output.map((_, index): Dim =>
    typeof size === 'number' && typeof part === 'number'
      ? Math.min(part, size - part * index)
      : '?',
  );
  const sizes = listOperand(context, 1, 'split', undefined);
  const isEven = !node.input[1] && sizes === undefined;
  return node.output.map((_, index) => {
    const kept: Dim = (isEven ? even[index] : sizes?.[index]) ?? '?';
    return { dtype, dims: dims.map((dim, at) => (at === axis ? kept : dim)) };
  });
};

const pad: ShapeRule = (context) => {
  const { dtype, dims } = context.input(0);
  const pads = listOperand(context, 1, 'pads', intsAttribute(context.node, 'paddings'));
  const axes = listOperand(
    context,
    3,
    '',
    dims?.map((_, axis) => axis),
  );
  if (dims === undefined || !pads || !axes) return [{ dtype, dims: dims?.map((): Dim => '?') }];
  const added = new Map(
    axes.map((axis, index) => [
      resolveAxis(axis, dims.length),
      (pads[index] ?? 0) + (pads[index + axes.length] ?? 0),
    ]),
  );
  return [{ dtype, dims: dims.map((dim, axis) => addDims([dim, added.get(axis) ?? 0])) }];
};

const expand: ShapeRule = ({ input }) => [
  { dtype: input(0).dtype, dims: broadcastDims(input(0).dims, input(1).elements) },
];

const tile: ShapeRule = ({ input }) => {
  const { dtype, dims } = input(0);
  const repeats = input(1).elements;
  return [{ dtype, dims: dims?.map((dim, axis) => multiplyDims([dim, repeats?.[axis] ?? '?'])) }];
};

/** A new axis as long as `depth`. */
const oneHot: ShapeRule = ({ node, input }) => {
  const { dims } = input(0);
  const depth = knownElements(input(1))?.[0] ?? '?';
  if (dims === undefined) return [{ dtype: input(2).dtype, dims: undefined }];
  const axis = resolveAxis(intAttribute(node, 'axis') ?? -1, dims.length + 1) ?? dims.length;
  return [{ dtype: input(2).dtype, dims: [...dims.slice(0, axis), depth, ...dims.slice(axis)] }];
};

const scaleDim = (dim: Dim, factor: number): Dim => (typeof dim === 'number' ? dim * factor : '?');

/** Scales the channels and the spatial dims by powers of the block's size. */
const rearrangeBlocks =
  (channelPower: number, spatialPower: number): ShapeRule =>
  ({ node, input }) => {
    const { dtype, dims } = input(0);
    const block = intAttribute(node, 'blocksize') ?? 1;
    const factors = [1, block ** channelPower];
    const scaled = dims?.map((dim, axis) => scaleDim(dim, factors[axis] ?? block ** spatialPower));
    return [{ dtype, dims: scaled && dims && [dims[0] ?? '?', ...scaled.slice(1)] }];
  };

/** Operators that move or copy elements without changing them. */
export const MOVEMENT_RULES: Readonly<Record<string, ShapeRule>> = {
  Reshape: reshape,
  Flatten: flatten,
  Transpose: transpose,
  Concat: concat,
  Unsqueeze: unsqueeze,
  Squeeze: squeeze,
  Gather: gather,
  GatherElements: ({ input }) => [{ dtype: input(0).dtype, dims: input(1).dims }],
  Slice: slice,
  Split: split,
  Pad: pad,
  Expand: expand,
  OneHot: oneHot,
  Tile: tile,
  DepthToSpace: rearrangeBlocks(-2, 1),
  SpaceToDepth: rearrangeBlocks(2, -1),
};
