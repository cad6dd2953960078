import type { PixelBuffer } from '../frame/frame.js';
import { PLANE_SHAPES, type PixelFormat } from '../frame/pixel-format.js';
import type { ResamplePlan } from './resample-plan.js';

/** Rows no farther apart are copied in one call, with the gaps: a call costs as much as this many bytes. */
export const MERGED_GAP_BYTES = 1024;

/** Bytes of one line in plane `index`. */
export const storedLineBytes = (format: PixelFormat, index: number, lineLength: number): number => {
  const shape = PLANE_SHAPES[format][index];
  if (shape === undefined) return 0;
  return Math.ceil(lineLength / shape.subsampling) * shape.bytesPerSample;
};

/** Distance of two lines of plane `index` once `fetchLines` has copied them. */
export const fetchedStride = (
  { format, planes }: PixelBuffer,
  index: number,
  { geometry, lineStep, lineLength }: ResamplePlan,
): number => {
  const lineBytes = storedLineBytes(format, index, lineLength);
  const stride = planes[index]?.stride ?? 0;
  const isMerged =
    !geometry.turn.swapsAxes && lineStep === 1 && stride - lineBytes <= MERGED_GAP_BYTES;
  return isMerged ? stride : lineBytes;
};

/** Stored rows into `to`; `step` and `targetStep` are the distances of two rows. */
const copyRows = (
  target: Uint8Array,
  to: number,
  targetStep: number,
  data: Uint8Array,
  from: number,
  step: number,
  rows: number,
  rowBytes: number,
): void => {
  if (step === targetStep) {
    target.set(data.subarray(from, from + (rows - 1) * step + rowBytes), to);
    return;
  }
  for (let row = 0; row < rows; row += 1) {
    const start = from + row * step;
    target.set(data.subarray(start, start + rowBytes), to + row * targetStep);
  }
};

/** Stored columns, one after another into `to`; the next column is `step` bytes on. */
const gatherColumns = (
  target: Uint8Array,
  to: number,
  data: Uint8Array,
  from: number,
  step: number,
  columns: number,
  stride: number,
  samples: number,
  bytesPerSample: number,
): void => {
  const columnBytes = samples * bytesPerSample;
  for (let sample = 0; sample < samples; sample += 1) {
    for (let column = 0; column < columns; column += 1) {
      const source = from + sample * stride + column * step;
      const at = to + column * columnBytes + sample * bytesPerSample;
      target[at] = data[source] as number;
      if (bytesPerSample === 1) continue;
      target[at + 1] = data[source + 1] as number;
      // Of four bytes the last is alpha, which nothing reads.
      if (bytesPerSample > 2) target[at + 2] = data[source + 2] as number;
    }
  }
};

/**
 * Copies the stored samples of `count` lines of a plan, plane by plane to the addresses
 * `to`, `fetchedStride` apart.
 *
 * @param storedLine The stored row (or column, where the axes are swapped) of the first line.
 * @param firstSample Where the lines begin in it.
 */
export const fetchLines = (
  target: Uint8Array,
  to: readonly number[],
  pixels: PixelBuffer,
  plan: ResamplePlan,
  storedLine: number,
  firstSample: number,
  count: number,
): void => {
  const { geometry, lineLength, lineStep } = plan;
  const shapes = PLANE_SHAPES[pixels.format];
  const lastLine = storedLine + (count - 1) * lineStep;
  for (let index = 0; index < shapes.length; index += 1) {
    const shape = shapes[index];
    const plane = pixels.planes[index];
    if (shape === undefined || plane === undefined) return;
    const { bytesPerSample: bytes, subsampling } = shape;
    const shift = subsampling - 1;
    const line = storedLine >> shift;
    const lines = Math.abs((lastLine >> shift) - line) + 1;
    const sample = firstSample >> shift;
    const samples = (lineLength + shift) >> shift;
    const address = to[index] ?? 0;
    if (geometry.turn.swapsAxes) {
      const from = plane.offset + sample * plane.stride + line * bytes;
      const step = lineStep * bytes;
      const { stride } = plane;
      gatherColumns(target, address, pixels.data, from, step, lines, stride, samples, bytes);
    } else {
      const from = plane.offset + line * plane.stride + sample * bytes;
      const step = lineStep * plane.stride;
      const stride = fetchedStride(pixels, index, plan);
      copyRows(target, address, stride, pixels.data, from, step, lines, samples * bytes);
    }
  }
};
