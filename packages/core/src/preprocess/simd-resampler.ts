import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import type { PixelBuffer } from '../frame/frame.js';
import type { YuvMatrix, YuvRange } from '../frame/pixel-format.js';
import { TYPED_ARRAYS, type TypedArrayOf } from '../tensor/dtype.js';
import { fetchedStride, fetchLines } from './fetch-lines.js';
import { createKernel, type KernelExports, type LookUp } from './kernel-instance.js';
import type { InputDType } from './preprocess-config.js';
import type { ResamplePlan } from './resample-plan.js';
import type { Resampler } from './resampler.js';
import { BATCH_LINES, simdLayout, type SimdLayout } from './simd-layout.js';
import { simdTables, type SimdTables } from './simd-tables.js';
import type { TensorWriter } from './tensor-writer.js';
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
  readonly #writer: TensorWriter;
  readonly #programs = new WeakMap<ResamplePlan, Program>();
  /** The program whose tables lie in the memory. */
  #loaded: Program | undefined;
  #bytes: Uint8Array;
  /** Views of `layout.values`. */
  #values: readonly TypedArrayOf<InputDType>[] = [];
  /** By bytes per value. */
  readonly #lookUps: Readonly<Record<number, LookUp>>;
  #yuvMatrix: YuvMatrix | undefined;
  #yuvRange: YuvRange | undefined;

  constructor(module: WebAssembly.Module, writer: TensorWriter) {
    const { kernel, memory } = createKernel(module);
    this.#kernel = kernel;
    this.#lookUps = { 1: kernel.lookUp1, 2: kernel.lookUp2, 4: kernel.lookUp4 };
    this.#memory = memory;
    this.#writer = writer;
    this.#bytes = new Uint8Array(memory.buffer);
  }

  resample(pixels: PixelBuffer, x: number, y: number, plan: ResamplePlan): void {
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
      this.#write(program, row, count);
      row += count;
      if (end === plan.lineCount) continue;
      // What later rows still need moves to the start of the buffer.
      const next = Math.min(plan.rows.starts[row] ?? end, end);
      const from = layout.inputRows + (next - first) * layout.rowBytes;
      this.#bytes.copyWithin(layout.inputRows, from, from + (end - next) * layout.rowBytes);
      first = next;
    }
  }

  /** Looks up the values of resized rows and hands them to the writer. */
  #write({ plan, layout }: Program, first: number, count: number): void {
    const writer = this.#writer;
    const { tables, isPlanar } = writer;
    const columns = plan.columns.starts.length;
    const step = isPlanar ? 1 : tables.length;
    for (let channel = 0; channel < tables.length; channel += 1) {
      const bytesPerValue = tables[channel]?.BYTES_PER_ELEMENT ?? 0;
      const lookUp = this.#lookUps[bytesPerValue];
      const table = layout.valueTables[channel] ?? 0;
      const levels = layout.outputRows + writer.planeOf(channel) * layout.planeStride;
      const to = isPlanar
        ? (layout.values[channel] ?? 0)
        : (layout.values[0] ?? 0) + channel * bytesPerValue;
      lookUp?.(levels, layout.rowBytes, count, columns, table, to, step);
    }
    this.#values.forEach((values, channel) => writer.writeValues(values, channel, first, count));
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
    fetchLines(this.#bytes, layout.stored, pixels, plan, storedLine, firstSample, count);
    this.#separate(pixels, plan, layout, storedLine, count);
    const isGray = pixels.format === 'gray';
    const resample =
      tables.columnLayout === 'nearby' ? this.#kernel.resampleNearby : this.#kernel.resampleDistant;
    resample(
      layout.lines,
      isGray ? fetchedStride(pixels, 0, plan) : layout.lineStride,
      count * plan.planes,
      layout.inputRows + slot * layout.rowBytes,
      layout.planeStride,
      tables.columnGroups,
      tables.columnSteps,
      layout.columnTable,
    );
  }

  /** Makes planar lines of the samples that `fetchLines` brought. */
  #separate(
    pixels: PixelBuffer,
    plan: ResamplePlan,
    layout: SimdLayout,
    storedLine: number,
    count: number,
  ): void {
    const kernel = this.#kernel;
    const { planes, lineLength, lineStep } = plan;
    const { stored, colourLines, lineStride } = layout;
    const source = stored[0] ?? 0;
    const stride = fetchedStride(pixels, 0, plan);
    switch (pixels.format) {
      case 'gray':
        return;
      case 'rgba':
        kernel.planesFromRgba(source, stride, count, colourLines, lineStride, lineLength);
        break;
      case 'rgb':
        kernel.planesFromRgb(source, stride, count, colourLines, lineStride, lineLength);
        break;
      case 'i420':
      case 'nv12': {
        const isOdd = storedLine & 1;
        kernel.planesFromYuv(
          source,
          stride,
          stored[1] ?? 0,
          fetchedStride(pixels, 1, plan),
          stored[2] ?? 0,
          fetchedStride(pixels, 2, plan),
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
      program = { plan, tables, layout: simdLayout(plan, tables, pixels.format, this.#writer) };
      this.#programs.set(plan, program);
    }
    if (this.#loaded !== program) {
      const { layout, tables } = program;
      this.#loaded = undefined;
      this.#reserve(layout.totalBytes, pixels);
      this.#bytes.set(tables.columns, layout.columnTable);
      this.#bytes.set(tables.rows, layout.rowTable);
      this.#writer.tables.forEach((table, channel) => {
        const { buffer, byteOffset, byteLength } = table;
        this.#bytes.set(
          new Uint8Array(buffer, byteOffset, byteLength),
          layout.valueTables[channel],
        );
      });
      this.#values = layout.values.map((address) => {
        const ValueArray = TYPED_ARRAYS[this.#writer.dtype];
        return new ValueArray(this.#memory.buffer, address, layout.valueCount);
      });
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
      factors.lumaScale,
      factors.base,
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
export const createSimdResampler = (module: WebAssembly.Module, writer: TensorWriter): Resampler =>
  new SimdResampler(module, writer);
