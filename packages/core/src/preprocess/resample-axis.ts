import type { ResamplingKernel } from './preprocess-config.js';

/** Fraction bits of a coefficient: what 32-bit sums leave over 8-bit samples, a sign and one guard bit. */
export const PRECISION_BITS = 32 - 8 - 2;

/** One dimension of a resize: the box `[start, end)` of an axis with `size` pixels becomes `resizedSize`. */
export interface ResampleAxis {
  readonly size: number;
  /** Float32 values, as Pillow holds its boxes. */
  readonly start: number;
  readonly end: number;
  readonly resizedSize: number;
}

/** For each output position: the first input position, and `taps` fixed-point coefficients from there. */
export interface AxisCoefficients {
  /** Coefficients per output position; the unused ones at the end are 0. */
  readonly taps: number;
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** `positions * taps` values with `PRECISION_BITS` fraction bits. */
  readonly coefficients: Int32Array;
}

interface Filter {
  readonly support: number;
  readonly weight: (x: number) => number;
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI));

const bicubicWeight = (x: number): number => {
  const a = -0.5;
  const distance = Math.abs(x);
  if (distance < 1) return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
  if (distance < 2) return (((distance - 5) * distance + 8) * distance - 4) * a;
  return 0;
};

const FILTERS: { readonly [K in Exclude<ResamplingKernel, 'nearest'>]: Filter } = {
  box: { support: 0.5, weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: { support: 2, weight: bicubicWeight },
  lanczos: { support: 3, weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

/** Input positions under the filter at output position `index`, clipped to the axis. */
const filterWindow = (axis: ResampleAxis, scale: number, support: number, index: number) => {
  const center = axis.start + (index + 0.5) * scale;
  const first = Math.max(0, Math.trunc(center - support + 0.5));
  return { center, first, end: Math.min(axis.size, Math.trunc(center + support + 0.5)) };
};

const axisScale = (axis: ResampleAxis): number =>
  Math.fround(axis.end - axis.start) / axis.resizedSize;

/** Input positions that Pillow's NEAREST takes; it steps by adding, so the sums carry its rounding. */
const nearestPositions = (axis: ResampleAxis, first: number, count: number): Int32Array => {
  const scale = axisScale(axis);
  const positions = new Int32Array(count);
  let position = axis.start + scale * 0.5;
  for (let index = 0; index < first; index += 1) position += scale;
  for (let index = 0; index < count; index += 1) {
    positions[index] = Math.min(axis.size - 1, Math.trunc(position));
    position += scale;
  }
  return positions;
};

/**
 * The input positions `[first, end)` that output positions `[first, first + count)` read.
 */
export const inputSpan = (
  axis: ResampleAxis,
  kernel: ResamplingKernel,
  first: number,
  count: number,
): { first: number; end: number } => {
  if (kernel === 'nearest') {
    const positions = nearestPositions(axis, first, count);
    return { first: positions[0] ?? 0, end: (positions[count - 1] ?? 0) + 1 };
  }
  const scale = axisScale(axis);
  const support = FILTERS[kernel].support * Math.max(1, scale);
  return {
    first: filterWindow(axis, scale, support, first).first,
    end: filterWindow(axis, scale, support, first + count - 1).end,
  };
};

const nearestCoefficients = (axis: ResampleAxis, first: number, count: number) => ({
  taps: 1,
  starts: nearestPositions(axis, first, count),
  counts: new Int32Array(count).fill(1),
  coefficients: new Int32Array(count).fill(1 << PRECISION_BITS),
});

/**
 * Coefficients of output positions `[first, first + count)`, computed in float64 and rounded to
 * `PRECISION_BITS` as Pillow does for 8-bit images (`precompute_coeffs` and `normalize_coeffs_8bpc` of
 * its Resample.c; for `nearest`, `ImagingScaleAffine` of Geometry.c).
 */
export const resampleCoefficients = (
  axis: ResampleAxis,
  kernel: ResamplingKernel,
  first: number,
  count: number,
): AxisCoefficients => {
  if (kernel === 'nearest') return nearestCoefficients(axis, first, count);
  const { support: unitSupport, weight } = FILTERS[kernel];
  const scale = axisScale(axis);
  const filterScale = Math.max(1, scale);
  const support = unitSupport * filterScale;
  const taps = Math.ceil(support) * 2 + 1;
  const starts = new Int32Array(count);
  const counts = new Int32Array(count);
  const coefficients = new Int32Array(count * taps);
  const weights = new Float64Array(taps);
  for (let index = 0; index < count; index += 1) {
    const window = filterWindow(axis, scale, support, first + index);
    const length = window.end - window.first;
    let sum = 0;
    for (let tap = 0; tap < length; tap += 1) {
      const value = weight((tap + window.first - window.center + 0.5) * (1 / filterScale));
      weights[tap] = value;
      sum += value;
    }
    for (let tap = 0; tap < length; tap += 1) {
      const value = (weights[tap] ?? 0) / (sum === 0 ? 1 : sum);
      const scaled = value * (1 << PRECISION_BITS);
      coefficients[index * taps + tap] = Math.trunc(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    }
    starts[index] = window.first;
    counts[index] = length;
  }
  return { taps, starts, counts, coefficients };
};
