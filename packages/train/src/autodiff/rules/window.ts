import { intsAttribute, type OnnxNode, stringAttribute } from '@ocelli/onnx';
import type { VjpContext } from '../vjp-rule.js';

/** The window that a convolution or pool slides, per spatial axis, with its padding resolved. */
export interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Padding before the first element. */
  readonly begins: readonly number[];
  /** Padding after the last element, as declared. */
  readonly ends: readonly number[];
  /** Elements from the start of the padding to the end of the last window. */
  readonly reach: readonly number[];
  readonly input: readonly number[];
  readonly output: readonly number[];
}

const ones = (rank: number): number[] => Array<number>(rank).fill(1);

/**
 * Resolves the window of a node over `input` positions that gives `output` positions. `kernel` is taken
 * from the attribute when it is left out.
 */
export const windowOf = (
  node: OnnxNode,
  input: readonly number[],
  output: readonly number[],
  kernel: readonly number[] = intsAttribute(node, 'kernel_shape') ?? [],
): Window => {
  const rank = input.length;
  const strides = intsAttribute(node, 'strides') ?? ones(rank);
  const dilations = intsAttribute(node, 'dilations') ?? ones(rank);
  const pads = intsAttribute(node, 'pads') ?? Array<number>(2 * rank).fill(0);
  const autoPad = stringAttribute(node, 'auto_pad') ?? 'NOTSET';
  const reach = output.map((size, axis) => {
    const extent = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
    return (size - 1) * (strides[axis] ?? 1) + extent;
  });
  const padding = input.map((size, axis): [number, number] => {
    if (autoPad === 'NOTSET') return [pads[axis] ?? 0, pads[axis + rank] ?? 0];
    if (autoPad === 'VALID') return [0, 0];
    const total = Math.max((reach[axis] ?? 0) - size, 0);
    const small = Math.floor(total / 2);
    return autoPad === 'SAME_UPPER' ? [small, total - small] : [total - small, small];
  });
  const begins = padding.map(([begin]) => begin);
  const ends = padding.map(([, end]) => end);
  return { kernel, strides, dilations, begins, ends, reach, input, output };
};

/** All positions in a block of these dims, in row-major order. */
export const positionsIn = (dims: readonly number[]): number[][] =>
  dims.reduce<number[][]>(
    (positions, size) =>
      positions.flatMap((position) => Array.from({ length: size }, (_, at) => [...position, at])),
    [[]],
  );

/**
 * Adds `begins` and `ends` zeros (or `fill`) on each axis from `firstAxis` on; negative numbers take
 * elements away instead. Returns the value itself when nothing changes.
 */
export const padOrCrop = (
  { g, int64 }: Pick<VjpContext, 'g' | 'int64'>,
  value: string,
  dims: readonly number[],
  { begins, ends, fill }: { begins: readonly number[]; ends: readonly number[]; fill?: string },
): string => {
  const firstAxis = dims.length - begins.length;
  const cut = begins.flatMap((begin, axis) => (begin < 0 || (ends[axis] ?? 0) < 0 ? [axis] : []));
  let result = value;
  if (cut.length > 0) {
    const starts = cut.map((axis) => Math.max(-(begins[axis] ?? 0), 0));
    const stops = cut.map(
      (axis) => (dims[axis + firstAxis] ?? 0) - Math.max(-(ends[axis] ?? 0), 0),
    );
    const axes = cut.map((axis) => axis + firstAxis);
    result = g.node('Slice', [result, int64(starts), int64(stops), int64(axes)]);
  }
  if ([...begins, ...ends].every((count) => count <= 0)) return result;
  const still = Array<number>(firstAxis).fill(0);
  const added = (counts: readonly number[]): number[] => counts.map((count) => Math.max(count, 0));
  const pads = int64([...still, ...added(begins), ...still, ...added(ends)]);
  return g.node('Pad', fill === undefined ? [result, pads] : [result, pads, fill]);
};
