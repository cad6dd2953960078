import type { AxisCoefficients } from './resample-axis.js';
import type { ResamplePlan } from './resample-plan.js';

/** Coefficients of one plan in the layouts that assembly/preprocess-kernel.ts reads. */
export interface SimdTables {
  /** Which horizontal pass the columns are laid out for. */
  readonly columnLayout: 'nearby' | 'distant';
  readonly columns: Uint8Array;
  readonly columnSteps: number;
  /** Outputs are computed four at a time. */
  readonly columnGroups: number;
  readonly rows: Uint8Array;
  readonly maxRowSteps: number;
}

const LANES = 4;
const VECTOR_BYTES = 16;
const NEARBY_RECORD_BYTES = 64;

/** Coefficient `tap` of output `index`; 0 past the end of the window or of the outputs. */
const coefficientAt = (axis: AxisCoefficients, index: number, tap: number): number =>
  tap < (axis.counts[index] ?? 0) ? (axis.coefficients[index * axis.taps + tap] ?? 0) : 0;

const setHalves = (view: DataView, high: number, low: number, coefficient: number): void => {
  view.setInt16(high, coefficient >> 8, true);
  view.setInt16(low, coefficient & 255, true);
};

const maximum = (values: Int32Array): number => values.reduce((a, b) => Math.max(a, b), 0);

/** The columns for `resampleNearby`, or undefined when four outputs lie too far apart for one load. */
const nearbyColumns = (axis: AxisCoefficients, groups: number): Uint8Array | undefined => {
  const steps = Math.ceil(maximum(axis.counts) / 2);
  const table = new Uint8Array(groups * steps * NEARBY_RECORD_BYTES);
  const view = new DataView(table.buffer);
  for (let record = 0; record < groups * steps; record += 1) {
    const firstOutput = Math.floor(record / steps) * LANES;
    const firstTap = (record % steps) * 2;
    const offset = record * NEARBY_RECORD_BYTES;
    let base = Number.POSITIVE_INFINITY;
    for (let lane = 0; lane < LANES; lane += 1) {
      const output = firstOutput + lane;
      const isUsed = firstTap < (axis.counts[output] ?? 0);
      if (isUsed) base = Math.min(base, (axis.starts[output] ?? 0) + firstTap);
    }
    if (base === Number.POSITIVE_INFINITY) base = 0;
    view.setInt32(offset, base, true);
    for (let entry = 0; entry < 2 * LANES; entry += 1) {
      const output = firstOutput + (entry >> 1);
      const tap = firstTap + (entry & 1);
      const coefficient = coefficientAt(axis, output, tap);
      const position = coefficient === 0 ? 0 : (axis.starts[output] ?? 0) + tap - base;
      if (position >= VECTOR_BYTES) return undefined;
      // Position 255 is past the vector and reads as 0: the upper byte of the 16-bit sample.
      view.setUint8(offset + 16 + 2 * entry, position);
      view.setUint8(offset + 17 + 2 * entry, 255);
      setHalves(view, offset + 32 + 2 * entry, offset + 48 + 2 * entry, coefficient);
    }
  }
  return table;
};

/** The columns for `resampleDistant`. */
const distantColumns = (axis: AxisCoefficients, groups: number, steps: number): Uint8Array => {
  const recordBytes = 16 + steps * 32;
  const table = new Uint8Array(groups * LANES * recordBytes);
  const view = new DataView(table.buffer);
  for (let output = 0; output < groups * LANES; output += 1) {
    const offset = output * recordBytes;
    view.setInt32(offset, axis.starts[output] ?? 0, true);
    for (let tap = 0; tap < steps * 8; tap += 1) {
      const high = offset + 16 + (tap >> 3) * 32 + (tap & 7) * 2;
      setHalves(view, high, high + 16, coefficientAt(axis, output, tap));
    }
  }
  return table;
};

/** The rows for `resampleRows`. */
const rowRecords = (axis: AxisCoefficients, maxSteps: number): Uint8Array => {
  const recordBytes = 8 + maxSteps * 8;
  const table = new Uint8Array(axis.starts.length * recordBytes);
  const view = new DataView(table.buffer);
  axis.starts.forEach((start, output) => {
    const offset = output * recordBytes;
    view.setInt32(offset, start, true);
    view.setInt32(offset + 4, Math.ceil((axis.counts[output] ?? 0) / 2), true);
    for (let tap = 0; tap < maxSteps * 2; tap += 1) {
      const high = offset + 8 + (tap >> 1) * 8 + (tap & 1) * 2;
      setHalves(view, high, high + 4, coefficientAt(axis, output, tap));
    }
  });
  return table;
};

/** Lays out the coefficients of a plan for the SIMD kernel. */
export const simdTables = ({ columns, rows }: ResamplePlan): SimdTables => {
  const columnGroups = Math.ceil(columns.starts.length / LANES);
  const nearby = nearbyColumns(columns, columnGroups);
  const distantSteps = Math.ceil(maximum(columns.counts) / 8);
  const maxRowSteps = Math.ceil(maximum(rows.counts) / 2);
  return {
    columnLayout: nearby === undefined ? 'distant' : 'nearby',
    columns: nearby ?? distantColumns(columns, columnGroups, distantSteps),
    columnSteps: nearby === undefined ? distantSteps : Math.ceil(maximum(columns.counts) / 2),
    columnGroups,
    rows: rowRecords(rows, maxRowSteps),
    maxRowSteps,
  };
};
