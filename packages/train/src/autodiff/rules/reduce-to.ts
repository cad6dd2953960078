import type { VjpContext } from '../vjp-rule.js';

type Graph = Pick<VjpContext, 'g' | 'int64'>;

const isEqual = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((dim, axis) => dim === b[axis]);

/** Gives a value other dims with as many elements; the value itself when they are the same. */
export const reshape = (
  { g, int64 }: Graph,
  value: string,
  from: readonly number[],
  to: readonly number[],
): string => (isEqual(from, to) ? value : g.node('Reshape', [value, int64(to)], { allowzero: 1 }));

/** Sums over axes and keeps them with size 1, or drops them. */
export const sumOver = (
  { g, int64 }: Graph,
  value: string,
  axes: readonly number[],
  { keepDims = false }: { keepDims?: boolean } = {},
): string =>
  axes.length === 0
    ? value
    : g.node('ReduceSum', [value, int64(axes)], { keepdims: keepDims ? 1 : 0 });

/** Sums a cotangent over the axes that broadcasting stretched, so that it has the operand's dims. */
export const reduceTo = (
  graph: Graph,
  value: string,
  from: readonly number[],
  to: readonly number[],
): string => {
  const offset = from.length - to.length;
  const stretched = from.flatMap((dim, axis) =>
    axis < offset || (to[axis - offset] === 1 && dim !== 1) ? [axis] : [],
  );
  const reduced = from.map((dim, axis) => (stretched.includes(axis) ? 1 : dim));
  return reshape(graph, sumOver(graph, value, stretched, { keepDims: true }), reduced, to);
};

/** Repeats a value along axes of size 1 until it has these dims. */
export const expandTo = ({ g, int64 }: Graph, value: string, dims: readonly number[]): string =>
  g.node('Expand', [value, int64(dims)]);
