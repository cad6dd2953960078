import type { TypedArrayOf } from '../tensor/dtype.js';
import type { AxisGeometry, PictureGeometry } from './picture-geometry.js';
import type { ChannelOrder, InputDType, PreprocessConfig } from './preprocess-config.js';
import { valueTables } from './value-tables.js';

/** Resized rows of planar samples: row after row, in each row plane after plane. */
export interface PlanarRows {
  readonly data: Uint8Array;
  readonly offset: number;
  readonly planeStride: number;
  readonly rowStride: number;
}

/** Puts resized samples into the output tensor: channel order, layout, value of each level, padding. */
export interface TensorWriter {
  /** Starts a picture. Fills what the picture will not cover. */
  begin(output: TypedArrayOf<InputDType>, geometry: PictureGeometry, planes: 1 | 3): void;
  readonly dtype: InputDType;
  /** The 256 values of each channel. */
  readonly tables: readonly TypedArrayOf<InputDType>[];
  /** True when each channel is a plane of the output (NCHW), false when channels alternate (NHWC). */
  readonly isPlanar: boolean;
  /** The plane of samples that a channel takes. */
  planeOf(channel: number): number;
  /** Writes the levels of rows `[first, first + count)` of the picture. */
  writeLevels(rows: PlanarRows, first: number, count: number): void;
  /**
   * Writes rows `[first, first + count)` whose values have been looked up: of one channel when the output is
   * planar, of all of them otherwise (then `channel` is 0). Rows follow one another in `values`.
   */
  writeValues(
    values: TypedArrayOf<InputDType>,
    channel: number,
    first: number,
    count: number,
  ): void;
  /** Lets go of the output. */
  end(): void;
}

/** The plane that each channel takes when the picture has colour. */
const CHANNEL_PLANES: { readonly [O in ChannelOrder]: readonly number[] } = {
  rgb: [0, 1, 2],
  bgr: [2, 1, 0],
  gray: [0],
};

/** ITU-R 601-2 luma, as Pillow's `convert('L')`. */
export const lumaOf = (red: number, green: number, blue: number): number =>
  (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;

/** Levels of the letterbox's padding by channel. */
const padLevels = ({ resize, channelOrder }: PreprocessConfig): readonly number[] => {
  const color = resize.mode === 'letterbox' ? resize.padColor : ([0, 0, 0] as const);
  if (channelOrder === 'gray') return [lumaOf(...color)];
  return CHANNEL_PLANES[channelOrder].map((plane) => color[plane] ?? 0);
};

const coversOutput = (axis: AxisGeometry): boolean => axis.count === axis.outputSize;

const NO_OUTPUT = new Uint8Array(0);

class TableTensorWriter implements TensorWriter {
  readonly dtype: InputDType;
  readonly tables: readonly TypedArrayOf<InputDType>[];
  readonly #channelPlanes: readonly number[];
  readonly #padLevels: readonly number[];
  readonly #isMirrored: boolean;
  readonly isPlanar: boolean;
  #output: TypedArrayOf<InputDType> = NO_OUTPUT;
  #width = 0;
  #height = 0;
  #firstColumn = 0;
  #firstRow = 0;
  #columnCount = 0;
  #planes: 1 | 3 = 3;

  constructor(config: PreprocessConfig) {
    this.dtype = config.dtype;
    this.tables = valueTables(config);
    this.#channelPlanes = CHANNEL_PLANES[config.channelOrder];
    this.#padLevels = padLevels(config);
    this.#isMirrored = config.mirror === true;
    this.isPlanar = config.layout === 'nchw';
  }

  begin(output: TypedArrayOf<InputDType>, geometry: PictureGeometry, planes: 1 | 3): void {
    const { horizontal, vertical } = geometry;
    this.#output = output;
    this.#planes = planes;
    this.#width = horizontal.outputSize;
    this.#height = vertical.outputSize;
    this.#columnCount = horizontal.count;
    this.#firstRow = vertical.offset;
    this.#firstColumn = this.#isMirrored
      ? horizontal.outputSize - horizontal.offset - horizontal.count
      : horizontal.offset;
    if (!coversOutput(horizontal) || !coversOutput(vertical)) this.#pad(horizontal, vertical);
  }

  planeOf(channel: number): number {
    return this.#planes === 1 ? 0 : (this.#channelPlanes[channel] ?? 0);
  }

  writeLevels(rows: PlanarRows, first: number, count: number): void {
    for (let channel = 0; channel < this.tables.length; channel += 1) {
      for (let row = 0; row < count; row += 1) {
        const from = rows.offset + row * rows.rowStride + this.planeOf(channel) * rows.planeStride;
        this.#writeLine(rows.data, from, channel, first + row);
      }
    }
  }

  writeValues(
    values: TypedArrayOf<InputDType>,
    channel: number,
    first: number,
    count: number,
  ): void {
    const channels = this.isPlanar ? 1 : this.tables.length;
    const rowLength = this.#columnCount * channels;
    const outputLength = this.#width * channels;
    const to = this.#start(channel, first);
    if (rowLength === outputLength) {
      this.#output.set(values.subarray(0, count * rowLength), to);
      return;
    }
    for (let row = 0; row < count; row += 1) {
      const line = values.subarray(row * rowLength, (row + 1) * rowLength);
      this.#output.set(line, to + row * outputLength);
    }
  }

  end(): void {
    this.#output = NO_OUTPUT;
  }

  #writeLine(data: Uint8Array, from: number, channel: number, row: number): void {
    const output = this.#output;
    const table = this.tables[channel] as TypedArrayOf<InputDType>;
    const end = from + this.#columnCount;
    const step = this.isPlanar ? 1 : this.tables.length;
    let to = this.#start(channel, row);
    for (let at = from; at < end; at += 1, to += step) {
      output[to] = table[data[at] as number] as number;
    }
  }

  /** Where a row of the picture begins in the output. */
  #start(channel: number, row: number): number {
    const position = (this.#firstRow + row) * this.#width + this.#firstColumn;
    return this.isPlanar
      ? channel * this.#width * this.#height + position
      : position * this.tables.length + channel;
  }

  /** Black outside the resize's canvas, the letterbox's colour on it. */
  #pad(horizontal: AxisGeometry, vertical: AxisGeometry): void {
    const { canvasOffset, canvasSize } = horizontal;
    const left = this.#isMirrored ? this.#width - canvasOffset - canvasSize : canvasOffset;
    for (let channel = 0; channel < this.tables.length; channel += 1) {
      this.#fill(channel, 0, 0, this.#width, 0, this.#height);
      this.#fill(
        channel,
        this.#padLevels[channel] ?? 0,
        Math.max(0, left),
        Math.min(this.#width, left + canvasSize),
        Math.max(0, vertical.canvasOffset),
        Math.min(this.#height, vertical.canvasOffset + vertical.canvasSize),
      );
    }
  }

  #fill(
    channel: number,
    level: number,
    left: number,
    right: number,
    top: number,
    bottom: number,
  ): void {
    const value = this.tables[channel]?.[level] ?? 0;
    const channels = this.tables.length;
    const step = this.isPlanar ? 1 : channels;
    const start = this.isPlanar ? channel * this.#width * this.#height : channel;
    for (let row = top; row < bottom; row += 1) {
      let to = start + (row * this.#width + left) * step;
      for (let column = left; column < right; column += 1, to += step) this.#output[to] = value;
    }
  }
}

/** Creates the writer of one configuration. */
export const createTensorWriter = (config: PreprocessConfig): TensorWriter =>
  new TableTensorWriter(config);
