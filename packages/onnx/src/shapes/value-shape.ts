import type { OnnxDType } from '../model/onnx-dtype.js';
import type { Dim } from '../model/value-info.js';

/** What is known of a value before the graph runs. */
export interface ValueShape {
  readonly dtype: OnnxDType | undefined;
  /** Undefined when not even the rank is known. */
  readonly dims: readonly Dim[] | undefined;
  /** The values of a small constant in row-major order; in shape arithmetic, free dims by name. */
  readonly elements?: readonly Dim[];
}

export const UNKNOWN_SHAPE: ValueShape = { dtype: undefined, dims: undefined };

/** Constants up to this many elements are followed through shape arithmetic. */
export const MAX_FOLDED_ELEMENTS = 256;

/** Product of dims; one free dim times 1 keeps its name, anything else with free dims is `?`. */
export const multiplyDims = (dims: readonly Dim[]): Dim => {
  const free = dims.filter((dim) => typeof dim === 'string');
  const size = dims.reduce<number>(
    (product, dim) => product * (typeof dim === 'number' ? dim : 1),
    1,
  );
  if (free.length === 0 || size === 0) return size;
  return free.length === 1 && size === 1 ? (free[0] ?? '?') : '?';
};

/** Sum of dims; a free dim plus zeros keeps its name. */
export const addDims = (dims: readonly Dim[]): Dim => {
  const free = dims.filter((dim) => typeof dim === 'string');
  const size = dims.reduce<number>((sum, dim) => sum + (typeof dim === 'number' ? dim : 0), 0);
  if (free.length === 0) return size;
  return free.length === 1 && size === 0 ? (free[0] ?? '?') : '?';
};

const broadcastDim = (a: Dim, b: Dim): Dim => {
  if (a === 1 || a === b) return b;
  if (b === 1) return a;
  if (typeof a === 'number') return typeof b === 'string' ? a : '?';
  return typeof b === 'number' ? b : '?';
};

/** Dims of an elementwise result: aligned at the end, 1 stretches (multidirectional broadcasting). */
export const broadcastDims = (
  a: readonly Dim[] | undefined,
  b: readonly Dim[] | undefined,
): Dim[] | undefined => {
  if (a === undefined || b === undefined) return undefined;
  const rank = Math.max(a.length, b.length);
  const at = (dims: readonly Dim[], axis: number): Dim => dims[axis - rank + dims.length] ?? 1;
  return Array.from({ length: rank }, (_, axis) => broadcastDim(at(a, axis), at(b, axis)));
};

/** An axis counted from the end when it is negative; undefined when there is no such axis. */
export const resolveAxis = (axis: number, rank: number): number | undefined => {
  const resolved = axis < 0 ? axis + rank : axis;
  return resolved >= 0 && resolved < rank ? resolved : undefined;
};
