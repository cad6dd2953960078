import type { VjpContext } from '../vjp-rule.js';
import { padOrCrop, positionsIn, type Window } from './window.js';

type Graph = Pick<VjpContext, 'g' | 'int64' | 'scalar'>;

/** A summand of an image: `value` `[N, C, ...output]`, for the window's element `offset`. */
export interface WindowPart {
  readonly value: string;
  readonly offset: readonly number[];
}

/**
 * Puts planes that hold every `stride`-th element together: plane `r` of `[N, C, ...size]`, in row-major
 * order of `r`, holds the elements `q * stride + r`. Gives `[N, C, ...(size * stride)]`.
 */
export const interleave = (
  { g, int64 }: Graph,
  planes: readonly string[],
  [batch, channels]: readonly [number, number],
  size: readonly number[],
  strides: readonly number[],
): string => {
  if (planes.length === 1) return planes[0] ?? '';
  const rank = size.length;
  const stacked = g.node('Concat', planes, { axis: 1 });
  const split = g.node('Reshape', [stacked, int64([batch, ...strides, channels, ...size])]);
  const spatial = size.flatMap((_, axis) => [rank + 2 + axis, 1 + axis]);
  const woven = g.node('Transpose', [split], { perm: [0, rank + 1, ...spatial] });
  const joined = size.map((count, axis) => count * (strides[axis] ?? 1));
  return g.node('Reshape', [woven, int64([batch, channels, ...joined])]);
};

/**
 * Adds up what each element of a sliding window hands back to the image `[N, C, ...input]` that it slid
 * over: the transpose of reading `x[position * stride + offset * dilation - begin]`.
 *
 * Offsets that are equal modulo the stride land on the same elements of every `stride`-th one, so the sums
 * are taken on planes of the output's size, and the planes are woven together once at the end.
 */
export const scatterWindows = (
  graph: Graph,
  parts: readonly WindowPart[],
  batchAndChannels: readonly [number, number],
  window: Window,
): string => {
  const { g, int64, scalar } = graph;
  const { strides, dilations, begins, input, output, reach } = window;
  const size = reach.map((count, axis) => Math.ceil(count / (strides[axis] ?? 1)));
  const planes = new Map<string, string[]>();
  for (const { value, offset } of parts) {
    const at = offset.map((index, axis) => index * (dilations[axis] ?? 1));
    const phase = at.map((index, axis) => index % (strides[axis] ?? 1));
    const before = at.map((index, axis) => Math.floor(index / (strides[axis] ?? 1)));
    const after = size.map((count, axis) => count - (output[axis] ?? 0) - (before[axis] ?? 0));
    const placed = padOrCrop(graph, value, [...batchAndChannels, ...output], {
      begins: before,
      ends: after,
    });
    planes.set(phase.join(), [...(planes.get(phase.join()) ?? []), placed]);
  }
  const zeros = (): string => g.node('Expand', [scalar(0), int64([...batchAndChannels, ...size])]);
  const sums = positionsIn(strides).map((phase) => {
    const summands = planes.get(phase.join());
    if (summands === undefined) return zeros();
    return summands.length === 1 ? (summands[0] ?? '') : g.node('Sum', summands);
  });
  const woven = interleave(graph, sums, batchAndChannels, size, strides);
  const wovenDims = size.map((count, axis) => count * (strides[axis] ?? 1));
  return padOrCrop(graph, woven, [...batchAndChannels, ...wovenDims], {
    begins: begins.map((begin) => -begin),
    ends: wovenDims.map((count, axis) => (begins[axis] ?? 0) + (input[axis] ?? 0) - count),
  });
};
