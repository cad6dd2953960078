import type { PixelBuffer } from '../frame/frame.js';
import type { PixelFormat, PlaneLayout } from '../frame/pixel-format.js';
import { type AxisCoefficients, PRECISION_BITS } from './resample-axis.js';
import type { ResamplePlan } from './resample-plan.js';
import type { Resampler } from './resampler.js';
import { lumaOf, type TensorWriter } from './tensor-writer.js';
import { type YuvFactors, yuvFactors, yuvToRgb } from './yuv-to-rgb.js';

/** Reads one stored pixel as red, green and blue. */
type ReadPixel = (x: number, y: number, rgb: Uint8Array) => void;

const planeOf = (pixels: PixelBuffer, index: number): PlaneLayout =>
  pixels.planes[index] ?? { offset: 0, stride: 0 };

const interleavedReader =
  (pixels: PixelBuffer, bytesPerPixel: number): ReadPixel =>
  (x, y, rgb) => {
    const { offset, stride } = planeOf(pixels, 0);
    const at = offset + y * stride + x * bytesPerPixel;
    const { data } = pixels;
    rgb[0] = data[at] ?? 0;
    rgb[1] = bytesPerPixel === 1 ? (rgb[0] ?? 0) : (data[at + 1] ?? 0);
    rgb[2] = bytesPerPixel === 1 ? (rgb[0] ?? 0) : (data[at + 2] ?? 0);
  };

const yuvReader = (pixels: PixelBuffer, factors: YuvFactors): ReadPixel => {
  const isInterleaved = pixels.format === 'nv12';
  const luma = planeOf(pixels, 0);
  const first = planeOf(pixels, 1);
  const second = isInterleaved
    ? { offset: first.offset + 1, stride: first.stride }
    : planeOf(pixels, 2);
  const step = isInterleaved ? 2 : 1;
  const { data } = pixels;
  return (x, y, rgb) => {
    const column = (x >> 1) * step;
    const row = y >> 1;
    yuvToRgb(
      data[luma.offset + y * luma.stride + x] ?? 0,
      data[first.offset + row * first.stride + column] ?? 0,
      data[second.offset + row * second.stride + column] ?? 0,
      factors,
      rgb,
    );
  };
};

const READERS: { readonly [F in PixelFormat]: (pixels: PixelBuffer) => ReadPixel } = {
  rgba: (pixels) => interleavedReader(pixels, 4),
  rgb: (pixels) => interleavedReader(pixels, 3),
  gray: (pixels) => interleavedReader(pixels, 1),
  i420: (pixels) => yuvReader(pixels, yuvFactors(pixels.yuvMatrix, pixels.yuvRange)),
  nv12: (pixels) => yuvReader(pixels, yuvFactors(pixels.yuvMatrix, pixels.yuvRange)),
};

/** Weighted sum of samples `step` apart, rounded and clamped to 8 bits. */
const resampledSample = (
  samples: Uint8Array,
  from: number,
  step: number,
  axis: AxisCoefficients,
  index: number,
): number => {
  let sum = 1 << (PRECISION_BITS - 1);
  let at = from + (axis.starts[index] as number) * step;
  let tap = index * axis.taps;
  for (const end = tap + (axis.counts[index] as number); tap < end; tap += 1, at += step) {
    sum += (samples[at] as number) * (axis.coefficients[tap] as number);
  }
  return Math.min(255, Math.max(0, sum >> PRECISION_BITS));
};

/** The plain implementation: what the SIMD kernel is tested against, and what runs where SIMD is missing. */
class ReferenceResampler implements Resampler {
  readonly implementation = 'typescript';
  /** One line of samples, plane after plane. */
  #line = new Uint8Array(0);
  /** All lines after the horizontal pass. */
  #lines = new Uint8Array(0);
  /** One output row. */
  #row = new Uint8Array(0);
  readonly #rgb = new Uint8Array(3);

  readonly #writer: TensorWriter;

  constructor(writer: TensorWriter) {
    this.#writer = writer;
  }

  resample(pixels: PixelBuffer, x: number, y: number, plan: ResamplePlan): void {
    const width = plan.columns.starts.length;
    const rowBytes = plan.planes * width;
    this.#reserve(plan, rowBytes);
    const readPixel = READERS[pixels.format](pixels);
    for (let line = 0; line < plan.lineCount; line += 1) {
      this.#readLine(readPixel, x, y, plan, plan.firstLine + line * plan.lineStep);
      for (let plane = 0; plane < plan.planes; plane += 1) {
        const to = line * rowBytes + plane * width;
        const from = plane * plan.lineLength;
        for (let column = 0; column < width; column += 1) {
          this.#lines[to + column] = resampledSample(this.#line, from, 1, plan.columns, column);
        }
      }
    }
    const rows = { data: this.#row, offset: 0, planeStride: width, rowStride: rowBytes };
    for (let row = 0; row < plan.rows.starts.length; row += 1) {
      for (let at = 0; at < rowBytes; at += 1) {
        this.#row[at] = resampledSample(this.#lines, at, rowBytes, plan.rows, row);
      }
      this.#writer.writeLevels(rows, row, 1);
    }
  }

  #reserve(plan: ResamplePlan, rowBytes: number): void {
    if (this.#line.length < plan.planes * plan.lineLength) {
      this.#line = new Uint8Array(plan.planes * plan.lineLength);
    }
    if (this.#lines.length < plan.lineCount * rowBytes) {
      this.#lines = new Uint8Array(plan.lineCount * rowBytes);
    }
    if (this.#row.length < rowBytes) this.#row = new Uint8Array(rowBytes);
  }

  #readLine(
    readPixel: ReadPixel,
    x: number,
    y: number,
    { planes, lineLength, geometry }: ResamplePlan,
    line: number,
  ): void {
    const rgb = this.#rgb;
    for (let position = 0; position < lineLength; position += 1) {
      if (geometry.turn.swapsAxes) readPixel(x + line, y + position, rgb);
      else readPixel(x + position, y + line, rgb);
      const [red = 0, green = 0, blue = 0] = rgb;
      this.#line[position] = planes === 1 ? lumaOf(red, green, blue) : red;
      if (planes === 3) {
        this.#line[lineLength + position] = green;
        this.#line[2 * lineLength + position] = blue;
      }
    }
  }
}

/** Creates the resampler in plain TypeScript. */
export const createReferenceResampler = (writer: TensorWriter): Resampler =>
  new ReferenceResampler(writer);
