import type { VjpContext } from '../vjp-rule.js';

/** Puts `step - 1` zeros after each element of an axis; the value itself when `step` is 1. */
export const interleaveAxis = (
  { g, int64 }: Pick<VjpContext, 'g' | 'int64'>,
  value: string,
  dims: readonly number[],
  axis: number,
  step: number,
): string => {
  if (step === 1) return value;
  const [before, after] = [dims.slice(0, axis), dims.slice(axis + 1)];
  const count = dims[axis] ?? 0;
  const apart = g.node('Reshape', [value, int64([...before, count, 1, ...after])]);
  const still = Array<number>(dims.length + 1).fill(0);
  const ends = still.map((_, at) => (at === axis + 1 ? step - 1 : 0));
  const spread = g.node('Pad', [apart, int64([...still, ...ends])]);
  return g.node('Reshape', [spread, int64([...before, count * step, ...after])]);
};
