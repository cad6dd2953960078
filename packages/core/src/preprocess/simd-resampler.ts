import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import type { PixelBuffer } from '../frame/frame.js';
import { PLANE_SHAPES, type YuvMatrix, type YuvRange } from '../frame/pixel-format.js';
import { createKernel, type KernelExports } from './kernel-instance.js';
import type { ResamplePlan } from './resample-plan.js';
import type { Resampler } from './resampler.js';
import { BATCH_LINES, simdLayout, type SimdLayout } from './simd-layout.js';
import { simdTables, type SimdTables } from './simd-tables.js';
import type { PlanarRows, TensorWriter } from './tensor-writer.js';
import { yuvFactors } from './yuv-to-rgb.js';

const PAGE_BYTES = 65536;

interface Program {
  readonly plan: ResamplePlan;
  readonly tables: SimdTables;
  readonly layout: SimdLayout;
}

/** Streams a picture through the kernel: a batch of lines in, and rows out as soon as they are complete. */
class SimdResampler implements Resampler {
  readonly implementation = 'wasm-simd';
  readonly #kernel: KernelExports;
  readonly #memory: WebAssembly.Memory;
  readonly #programs = new WeakMap<ResamplePlan, Program>();
  /** The program whose tables lie in the memory. */
  #loaded: Program | undefined;
  #bytes: Uint8Array;
  #rows: PlanarRows = { data: new Uint8Array(0), offset: 0, planeStride: 0, rowStride: 0 };
  #yuvMatrix: YuvMatrix | undefined;
  #yuvRange: YuvRange | undefined;

  constructor(module: WebAssembly.Module) {
    const { kernel, memory } = createKernel(module);
    this.#kernel = kernel;
    this.#memory = memory;
    this.#bytes = new Uint8Array(memory.buffer);
  }

  resample(
    pixels: PixelBuffer,
    x: number,
    y: number,
    plan: ResamplePlan,
    writer: TensorWriter,
  ): void {
    const program = this.#load(pixels, plan);
    const { layout, tables } = program;
    const outputCount = plan.rows.starts.length;
    // Lines [first, end) are in the buffer of input rows, from its start.
    let first = 0;
    let end = 0;
    for (let row = 0; row < outputCount;) {
      while (end < plan.lineCount && end - first < layout.inputRowCapacity) {
        const space = layout.inputRowCapacity - (end - first);
        const count = Math.min(BATCH_LINES, plan.lineCount - end, space);
        this.#horizontal(pixels, x, y, program, end, count, end - first);
        end += count;
      }
      let count = 0;
      while (
        count < layout.outputRowCapacity &&
        row + count < outputCount &&
        (plan.rows.starts[row + count] as number) + (plan.rows.counts[row + count] as number) <= end
      ) {
        count += 1;
      }
      const record = layout.rowTable + row * (8 + tables.maxRowSteps * 8);
      this.#kernel.resampleRows(
        layout.inputRows,
        first,
        layout.rowBytes,
        layout.outputRows,
        count,
        tables.maxRowSteps,
        record,
      );
      writer.write(this.#rows, row, count);
      row += count;
      if (end === plan.lineCount) continue;
      // What later rows still need moves to the start of the buffer.
      const next = Math.min(plan.rows.starts[row] ?? end, end);
      const from = layout.inputRows + (next - first) * layout.rowBytes;
      this.#bytes.copyWithin(layout.inputRows, from, from + (end - next) * layout.rowBytes);
      first = next;
    }
  }

  /** Brings lines `[line, line + count)` through the horizontal pass to `slot` of the input rows. */
  #horizontal(
    pixels: PixelBuffer,
    x: number,
    y: number,
    { plan, layout, tables }: Program,
    line: number,
    count: number,
    slot: number,
  ): void {
    const { swapsAxes } = plan.geometry.turn;
    const storedLine = (swapsAxes ? x : y) + plan.firstLine + line * plan.lineStep;
    const firstSample = swapsAxes ? y : x;
    this.#fetch(pixels, plan, layout, storedLine, firstSample, count);
    this.#separate(pixels, plan, layout, storedLine, count);
    const resample =
      tables.columnLayout === 'nearby' ? this.#kernel.resampleNearby : this.#kernel.resampleDistant;
    resample(
      layout.lines,
      layout.lineStride,
      count * plan.planes,
      layout.inputRows + slot * layout.rowBytes,
      layout.planeStride,
      tables.columnGroups,
      tables.columnSteps,
      layout.columnTable,
    );
  }

  /** Copies the stored samples of a batch of lines, and only those. */
  #fetch(
    pixels: PixelBuffer,
    { geometry, lineLength, lineStep }: ResamplePlan,
    layout: SimdLayout,
    storedLine: number,
    firstSample: number,
    count: number,
  ): void {
    const shapes = PLANE_SHAPES[pixels.format];
    const lastLine = storedLine + (count - 1) * lineStep;
    for (let index = 0; index < shapes.length; index += 1) {
      const shape = shapes[index];
      const plane = pixels.planes[index];
      if (shape === undefined || plane === undefined) return;
      const { bytesPerSample, subsampling } = shape;
      const isHalved = subsampling === 2;
      const line = isHalved ? storedLine >> 1 : storedLine;
      const lines = isHalved ? Math.abs((lastLine >> 1) - line) + 1 : count;
      const sample = isHalved ? firstSample >> 1 : firstSample;
      const samples = isHalved ? (lineLength + 1) >> 1 : lineLength;
      const to = layout.stored[index] ?? 0;
      if (geometry.turn.swapsAxes) {
        const from = plane.offset + sample * plane.stride + line * bytesPerSample;
        const step = lineStep * bytesPerSample;
        this.#gatherColumns(
          pixels.data,
          from,
          plane.stride,
          step,
          lines,
          samples,
          to,
          bytesPerSample,
        );
      } else {
        const from = plane.offset + line * plane.stride + sample * bytesPerSample;
        const step = lineStep * plane.stride;
        this.#copyRows(pixels.data, from, step, lines, samples * bytesPerSample, to);
      }
    }
  }

  #copyRows(
    data: Uint8Array,
    from: number,
    step: number,
    lines: number,
    lineBytes: number,
    to: number,
  ): void {
    if (step === lineBytes) {
      this.#bytes.set(data.subarray(from, from + lines * lineBytes), to);
      return;
    }
    for (let line = 0; line < lines; line += 1) {
      const start = from + line * step;
      this.#bytes.set(data.subarray(start, start + lineBytes), to + line * lineBytes);
    }
  }

  #gatherColumns(
    data: Uint8Array,
    from: number,
    stride: number,
    step: number,
    lines: number,
    samples: number,
    to: number,
    bytesPerSample: number,
  ): void {
    const bytes = this.#bytes;
    const lineBytes = samples * bytesPerSample;
    for (let sample = 0; sample < samples; sample += 1) {
      for (let line = 0; line < lines; line += 1) {
        const source = from + sample * stride + line * step;
        const target = to + line * lineBytes + sample * bytesPerSample;
        for (let byte = 0; byte < bytesPerSample; byte += 1) {
          bytes[target + byte] = data[source + byte] as number;
        }
      }
    }
  }

  /** Makes planar lines of the samples that `#fetch` brought. */
  #separate(
    { format }: PixelBuffer,
    { planes, lineLength, lineStep }: ResamplePlan,
    layout: SimdLayout,
    storedLine: number,
    count: number,
  ): void {
    const kernel = this.#kernel;
    const { stored, colourLines, lineStride } = layout;
    const source = stored[0] ?? 0;
    switch (format) {
      case 'gray':
        return;
      case 'rgba':
        kernel.planesFromRgba(source, lineLength * 4, count, colourLines, lineStride, lineLength);
        break;
      case 'rgb':
        kernel.planesFromRgb(source, lineLength * 3, count, colourLines, lineStride, lineLength);
        break;
      case 'i420':
      case 'nv12': {
        const chromaSamples = (lineLength + 1) >> 1;
        const isOdd = storedLine & 1;
        kernel.planesFromYuv(
          source,
          lineLength,
          stored[1] ?? 0,
          stored[2] ?? 0,
          format === 'nv12' ? 2 * chromaSamples : chromaSamples,
          count,
          lineStep === 1 ? isOdd : 1 - isOdd,
          colourLines,
          lineStride,
          lineLength,
          layout.yuvFactors,
        );
        break;
      }
    }
    if (planes === 1) {
      kernel.grayFromPlanes(colourLines, count, layout.lines, lineStride, lineLength);
    }
  }

  /** Makes the memory ready for a plan: large enough, with the plan's coefficients in it. */
  #load(pixels: PixelBuffer, plan: ResamplePlan): Program {
    let program = this.#programs.get(plan);
    if (program === undefined) {
      const tables = simdTables(plan);
      program = { plan, tables, layout: simdLayout(plan, tables, pixels.format) };
      this.#programs.set(plan, program);
    }
    if (this.#loaded !== program) {
      const { layout, tables } = program;
      this.#loaded = undefined;
      this.#reserve(layout.totalBytes, pixels);
      this.#bytes.set(tables.columns, layout.columnTable);
      this.#bytes.set(tables.rows, layout.rowTable);
      this.#rows = {
        data: this.#bytes,
        offset: layout.outputRows,
        planeStride: layout.planeStride,
        rowStride: layout.rowBytes,
      };
      this.#yuvMatrix = undefined;
      this.#loaded = program;
    }
    this.#loadYuvFactors(pixels, program.layout.yuvFactors);
    return program;
  }

  #loadYuvFactors({ yuvMatrix, yuvRange }: PixelBuffer, address: number): void {
    if (this.#yuvMatrix === yuvMatrix && this.#yuvRange === yuvRange) return;
    const factors = yuvFactors(yuvMatrix, yuvRange);
    const view = new DataView(this.#memory.buffer, address, 16);
    const inOrder = [
      factors.lumaOffset,
      factors.lumaScale,
      factors.redFromV,
      factors.greenFromU,
      factors.greenFromV,
      factors.blueFromU,
    ];
    inOrder.forEach((factor, index) => view.setInt16(2 * index, factor, true));
    this.#yuvMatrix = yuvMatrix;
    this.#yuvRange = yuvRange;
  }

  #reserve(totalBytes: number, { width, height }: PixelBuffer): void {
    const missing = totalBytes - this.#memory.buffer.byteLength;
    if (missing <= 0) return;
    try {
      this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
    } catch (cause) {
      throw new InvalidArgumentError({
        argument: 'pixels',
        expected: `a picture whose rows can be resized within the memory of WebAssembly`,
        actual: `${width}x${height}, which needs ${totalBytes} bytes`,
        remedy: 'Make the output or the region of interest smaller.',
        cause,
      });
    }
    this.#bytes = new Uint8Array(this.#memory.buffer);
  }
}

/** Creates the resampler that runs on the compiled kernel, with memory of its own. */
export const createSimdResampler = (module: WebAssembly.Module): Resampler =>
  new SimdResampler(module);
