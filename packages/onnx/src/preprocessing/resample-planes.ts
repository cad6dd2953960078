import {
  type AxisCoefficients,
  type AxisGeometry,
  createTensor,
  PRECISION_BITS,
  resampleCoefficients,
  type ResamplingKernel,
  type Tensor,
} from '@ocelli/core';
import type { GraphBuilder } from '../build/graph-builder.js';

/**
 * Output positions per matrix product. Each reads only the pixels under its own filters, which leaves out
 * most of the zeros of one large matrix; fewer would make more nodes than they save work.
 */
const BLOCK_SIZE = 32;

/** Positions of one axis that reach the output, as filters over the pixels `[first, end)` of the frame. */
export interface AxisResampling {
  readonly first: number;
  readonly end: number;
  /** Undefined where the axis keeps its size. */
  readonly filters: AxisCoefficients | undefined;
}

/** Works out which pixels an axis reads, and with which filters. */
export const axisResampling = (axis: AxisGeometry, kernel: ResamplingKernel): AxisResampling => {
  if (axis.size === axis.resizedSize || axis.count === 0) {
    return { first: axis.first, end: axis.first + axis.count, filters: undefined };
  }
  const filters = resampleCoefficients(axis, kernel, axis.first, axis.count);
  const ends = filters.starts.map((start, at) => start + (filters.counts[at] ?? 0));
  return {
    first: filters.starts.reduce((a, b) => Math.min(a, b)),
    end: ends.reduce((a, b) => Math.max(a, b)),
    filters,
  };
};

/** How the planes `[N, C, H, W]` are multiplied along an axis. */
const PASSES = {
  horizontal: { axis: 3, isRight: true },
  vertical: { axis: 2, isRight: false },
} as const;

/** Splits a coefficient into a multiple of `2^lowBits` and a remainder of at most half of that. */
const halves = (coefficient: number, lowBits: number): readonly [number, number] => {
  const high = Math.round(coefficient / 2 ** lowBits);
  return [high, coefficient - high * 2 ** lowBits];
};

/** Sums of the high and of the low halves over the pixels of one block of output positions. */
const multiplyBlock = (
  g: GraphBuilder,
  levels: string,
  { first, filters }: AxisResampling & { readonly filters: AxisCoefficients },
  { axis, isRight }: (typeof PASSES)[keyof typeof PASSES],
  block: { readonly from: number; readonly to: number },
  lowBits: number,
): readonly [string, string] => {
  const { taps, starts, counts, coefficients } = filters;
  const positions = Array.from({ length: block.to - block.from }, (_, at) => block.from + at);
  const start = Math.min(...positions.map((at) => starts[at] ?? 0));
  const size = Math.max(...positions.map((at) => (starts[at] ?? 0) + (counts[at] ?? 0))) - start;
  const dims = isRight ? [size, positions.length] : [positions.length, size];
  const [high, low] = [createTensor('float32', dims), createTensor('float32', dims)];
  positions.forEach((position, row) => {
    for (let tap = 0; tap < (counts[position] ?? 0); tap += 1) {
      const column = (starts[position] ?? 0) - start + tap;
      const at = isRight ? column * positions.length + row : row * size + column;
      [high.data[at], low.data[at]] = halves(coefficients[position * taps + tap] ?? 0, lowBits);
    }
  });
  const pixels = g.node('Slice', [
    levels,
    g.int64('block_start', [start - first]),
    g.int64('block_end', [start - first + size]),
    g.int64('block_axis', [axis]),
  ]);
  const product = (matrix: Tensor): string => {
    const weights = g.initializer('filters', matrix);
    return g.node('MatMul', isRight ? [pixels, weights] : [weights, pixels]);
  };
  return [product(high), product(low)];
};

/**
 * Resamples float planes `[N, C, H, W]` of whole levels along one axis, with Pillow's fixed-point
 * coefficients and its rounding to 8 bits, and exactly: a sum has up to 31 bits, of which float32 holds 24,
 * so that the coefficients are taken in two halves whose sums are whole numbers below 2^24.
 */
export const resamplePlanes = (
  g: GraphBuilder,
  levels: string,
  resampling: AxisResampling,
  direction: keyof typeof PASSES,
): string => {
  const { filters } = resampling;
  if (filters === undefined) return levels;
  const pass = PASSES[direction];
  // 255 times half of 2^lowBits for every tap stays below 2^24.
  const lowBits = Math.min(PRECISION_BITS / 2, 17 - Math.ceil(Math.log2(filters.taps)));
  const blocks = Array.from({ length: Math.ceil(filters.starts.length / BLOCK_SIZE) }, (_, at) => {
    const from = at * BLOCK_SIZE;
    const to = Math.min(from + BLOCK_SIZE, filters.starts.length);
    return multiplyBlock(g, levels, { ...resampling, filters }, pass, { from, to }, lowBits);
  });
  const join = (parts: readonly string[]): string => g.node('Concat', parts, { axis: pass.axis });
  const high = join(blocks.map(([part]) => part));
  const low = join(blocks.map(([, part]) => part));
  const scale = (value: string, bits: number): string =>
    g.node('Floor', [g.node('Mul', [value, g.scalar('scale', 'float32', 2 ** -bits)])]);
  // floor((high * 2^lowBits + low + half) / 2^22), where high and half are whole without 2^lowBits.
  const half = g.scalar('half', 'float32', 2 ** (PRECISION_BITS - 1 - lowBits));
  const sum = g.node('Add', [g.node('Add', [high, scale(low, lowBits)]), half]);
  const bounds = [g.scalar('darkest', 'float32', 0), g.scalar('brightest', 'float32', 255)];
  const rounded = scale(sum, PRECISION_BITS - lowBits);
  return g.node('Clip', [rounded, ...bounds], {}, { name: `resampled_${direction}` });
};
