import { PLANE_SHAPES, type PixelFormat } from '../frame/pixel-format.js';
import { MERGED_GAP_BYTES, storedLineBytes } from './fetch-lines.js';
import { TYPED_ARRAYS } from '../tensor/dtype.js';
import type { ResamplePlan } from './resample-plan.js';
import type { SimdTables } from './simd-tables.js';
import type { TensorWriter } from './tensor-writer.js';

/** Lines that one call of the kernel takes: even for chroma, a multiple of 3 for `resampleNearby`; as many as
 * leave room for themselves in the first cache. */
export const BATCH_LINES = 12;

/** Bytes that vector loads and stores may touch past the end of what they are for. */
const SLACK_BYTES = 64;

/** What stays in the cache of the slowest core we know of: sizes of the two row buffers. */
const INPUT_ROWS_BYTES = 1 << 20;
const OUTPUT_ROWS_BYTES = 1 << 16;

/** Addresses and sizes of one plan's data in the kernel's memory, in bytes. */
export interface SimdLayout {
  /** One per plane of the format: a batch of lines as they are stored. */
  readonly stored: readonly number[];
  /** A batch of planar lines: three per picture line before luma is taken, else `planes`. */
  readonly colourLines: number;
  /** The lines that the horizontal pass reads; the same as `colourLines` where no luma is taken. */
  readonly lines: number;
  /** Distance of two planar lines; gray lines stay as they are fetched. */
  readonly lineStride: number;
  /** Lines after the horizontal pass. */
  readonly inputRows: number;
  readonly inputRowCapacity: number;
  readonly outputRows: number;
  readonly outputRowCapacity: number;
  readonly planeStride: number;
  readonly rowBytes: number;
  /** Values of a batch of output rows: one address for each plane of the output. */
  readonly values: readonly number[];
  readonly valueCount: number;
  /** 256 values for each channel. */
  readonly valueTables: readonly number[];
  readonly columnTable: number;
  readonly rowTable: number;
  readonly yuvFactors: number;
  readonly totalBytes: number;
}

/** Longest window of lines that one output row needs. */
const longestWindow = (plan: ResamplePlan): number =>
  plan.rows.counts.reduce((a, b) => Math.max(a, b), 0);

/** Lays out the kernel's memory for one plan. */
export const simdLayout = (
  plan: ResamplePlan,
  tables: SimdTables,
  format: PixelFormat,
  writer: TensorWriter,
): SimdLayout => {
  let end = 0;
  const place = (bytes: number): number => {
    const address = end;
    end = Math.ceil((address + bytes + SLACK_BYTES) / 16) * 16;
    return address;
  };
  const { lineLength, planes, lineCount } = plan;
  const isColour = format !== 'gray';
  const lineStride = Math.ceil(lineLength / 16) * 16;
  const planeStride = tables.columnGroups * 4;
  const rowBytes = planes * planeStride;
  const yuvFactors = place(16);
  const stored = PLANE_SHAPES[format].map((_, index) =>
    place(BATCH_LINES * (storedLineBytes(format, index, lineLength) + MERGED_GAP_BYTES)),
  );
  const colourLines = isColour ? place(BATCH_LINES * 3 * lineStride) : (stored[0] ?? 0);
  const lines = isColour && planes === 1 ? place(BATCH_LINES * lineStride) : colourLines;
  // A distant step reads on past short windows; the coefficients there are 0.
  place(tables.columnSteps * 8);
  const wanted = Math.max(
    2 * longestWindow(plan) + BATCH_LINES,
    Math.floor(INPUT_ROWS_BYTES / rowBytes),
  );
  const inputRowCapacity = Math.min(lineCount, wanted);
  // A batch of fewer lines is rounded up to three, and a step of the vertical pass takes two rows.
  const inputRows = place((inputRowCapacity + 4) * rowBytes);
  const outputRowCapacity = Math.min(
    plan.rows.starts.length,
    Math.max(1, Math.floor(OUTPUT_ROWS_BYTES / rowBytes)),
  );
  const outputRows = place(outputRowCapacity * rowBytes);
  const channels = writer.tables.length;
  const valueCount =
    outputRowCapacity * plan.columns.starts.length * (writer.isPlanar ? 1 : channels);
  const { BYTES_PER_ELEMENT: bytesPerValue } = TYPED_ARRAYS[writer.dtype];
  const values = Array.from({ length: writer.isPlanar ? channels : 1 }, () =>
    place(valueCount * bytesPerValue),
  );
  const valueTables = writer.tables.map((table) => place(table.byteLength));
  const columnTable = place(tables.columns.length);
  const rowTable = place(tables.rows.length);
  return {
    stored,
    colourLines,
    lines,
    lineStride,
    inputRows,
    inputRowCapacity,
    outputRows,
    outputRowCapacity,
    planeStride,
    rowBytes,
    values,
    valueCount,
    valueTables,
    columnTable,
    rowTable,
    yuvFactors,
    totalBytes: end,
  };
};
