import type { VjpContext } from '../vjp-rule.js';
import { padOrCrop, positionsIn, type Window } from './window.js';

type Graph = Pick<VjpContext, 'g' | 'int64' | 'scalar'>;

/** A summand of an image: `value` `[N, C, ...output]`, for the window's element `offset`. */
export interface WindowPart {
  readonly value: string;
  readonly offset: readonly number[];
}

/**
 * Puts planes that hold every `stride`-th element together: plane `r` of `dims`, in row-major order of `r`,
 * holds the elements `q * stride + r` of the spatial axes, which are the last ones. One Concat per axis, the
 * last axis first, copies whole rows and is several times as fast as a transpose of the stacked planes.
 */
const interleave = (
  { g, int64 }: Graph,
  planes: readonly string[],
  dims: readonly number[],
  strides: readonly number[],
): string => {
  const joined = [...dims];
  let current = planes;
  for (let axis = dims.length - 1; current.length > 1; axis -= 1) {
    const stride = strides[axis - dims.length + strides.length] ?? 1;
    const apart = int64([...joined.slice(0, axis + 1), 1, ...joined.slice(axis + 1)]);
    joined[axis] = (joined[axis] ?? 0) * stride;
    const together = int64(joined);
    const count = current.length / stride;
    const columns = current.map((plane) =>
      stride === 1 ? plane : g.node('Reshape', [plane, apart]),
    );
    current = Array.from({ length: count }, (_, row) => {
      const parts = columns.slice(row * stride, (row + 1) * stride);
      if (stride === 1) return parts[0] ?? '';
      return g.node('Reshape', [g.node('Concat', parts, { axis: axis + 1 }), together]);
    });
  }
  return current[0] ?? '';
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
  const woven = interleave(graph, sums, [...batchAndChannels, ...size], strides);
  const wovenDims = size.map((count, axis) => count * (strides[axis] ?? 1));
  return padOrCrop(graph, woven, [...batchAndChannels, ...wovenDims], {
    begins: begins.map((begin) => -begin),
    ends: wovenDims.map((count, axis) => (begins[axis] ?? 0) + (input[axis] ?? 0) - count),
  });
};
