import type { PixelBuffer } from '../frame/frame.js';
import { PLANE_SHAPES } from '../frame/pixel-format.js';
import type { ResamplePlan } from './resample-plan.js';

/** Stored rows, one after another into `to`. */
const copyRows = (
  target: Uint8Array,
  to: number,
  data: Uint8Array,
  from: number,
  step: number,
  rows: number,
  rowBytes: number,
): void => {
  if (step === rowBytes) {
    target.set(data.subarray(from, from + rows * rowBytes), to);
    return;
  }
  for (let row = 0; row < rows; row += 1) {
    const start = from + row * step;
    target.set(data.subarray(start, start + rowBytes), to + row * rowBytes);
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
      for (let byte = 0; byte < bytesPerSample; byte += 1) {
        target[at + byte] = data[source + byte] as number;
      }
    }
  }
};

/**
 * Copies the stored samples of `count` lines of a plan, and only those, plane by plane to the addresses
 * `to`, without gaps between lines.
 *
 * @param storedLine The stored row (or column, where the axes are swapped) of the first line.
 * @param firstSample Where the lines begin in it.
 */
export const fetchLines = (
  target: Uint8Array,
  to: readonly number[],
  pixels: PixelBuffer,
  { geometry, lineLength, lineStep }: ResamplePlan,
  storedLine: number,
  firstSample: number,
  count: number,
): void => {
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
      copyRows(target, address, pixels.data, from, step, lines, samples * bytes);
    }
  }
};
