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
  /** Writes rows `[first, first + count)` of the picture. */
  write(rows: PlanarRows, first: number, count: number): void;
  /** Lets go of the output. */
  end(): void;
}

/** The plane that each channel takes when the picture has colour. */
const CHANNEL_PLANES: { readonly [O in ChannelOrder]: readonly number[] } = {
  rgb: [0, 1, 2],
  bgr: [2, 1, 0],
  gray: [0],
};

/** Number of channels of each order. */
export const CHANNEL_COUNTS: { readonly [O in ChannelOrder]: number } = { rgb: 3, bgr: 3, gray: 1 };

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
  readonly #tables: readonly TypedArrayOf<InputDType>[];
  readonly #channelPlanes: readonly number[];
  readonly #padLevels: readonly number[];
  readonly #isMirrored: boolean;
  readonly #isPlanar: boolean;
  #output: TypedArrayOf<InputDType> = NO_OUTPUT;
  #width = 0;
  #height = 0;
  #firstColumn = 0;
  #firstRow = 0;
  #columnCount = 0;
  #planes: 1 | 3 = 3;

  constructor(config: PreprocessConfig) {
    this.#tables = valueTables(config);
    this.#channelPlanes = CHANNEL_PLANES[config.channelOrder];
    this.#padLevels = padLevels(config);
    this.#isMirrored = config.mirror === true;
    this.#isPlanar = config.layout === 'nchw';
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

  write(rows: PlanarRows, first: number, count: number): void {
    const channels = this.#tables.length;
    for (let channel = 0; channel < channels; channel += 1) {
      const plane = this.#planes === 1 ? 0 : (this.#channelPlanes[channel] ?? 0);
      for (let row = 0; row < count; row += 1) {
        const from = rows.offset + row * rows.rowStride + plane * rows.planeStride;
        this.#writeLine(rows.data, from, channel, this.#firstRow + first + row);
      }
    }
  }

  end(): void {
    this.#output = NO_OUTPUT;
  }

  #writeLine(data: Uint8Array, from: number, channel: number, row: number): void {
    const output = this.#output;
    const table = this.#tables[channel] as TypedArrayOf<InputDType>;
    const end = from + this.#columnCount;
    const position = row * this.#width + this.#firstColumn;
    if (this.#isPlanar) {
      let to = channel * this.#width * this.#height + position;
      for (let at = from; at < end; at += 1, to += 1) {
        output[to] = table[data[at] as number] as number;
      }
      return;
    }
    const channels = this.#tables.length;
    let to = position * channels + channel;
    for (let at = from; at < end; at += 1, to += channels) {
      output[to] = table[data[at] as number] as number;
    }
  }

  /** Black outside the resize's canvas, the letterbox's colour on it. */
  #pad(horizontal: AxisGeometry, vertical: AxisGeometry): void {
    const { canvasOffset, canvasSize } = horizontal;
    const left = this.#isMirrored ? this.#width - canvasOffset - canvasSize : canvasOffset;
    for (let channel = 0; channel < this.#tables.length; channel += 1) {
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
    const value = this.#tables[channel]?.[level] ?? 0;
    const channels = this.#tables.length;
    const step = this.#isPlanar ? 1 : channels;
    const start = this.#isPlanar ? channel * this.#width * this.#height : channel;
    for (let row = top; row < bottom; row += 1) {
      let to = start + (row * this.#width + left) * step;
      for (let column = left; column < right; column += 1, to += step) this.#output[to] = value;
    }
  }
}

/** Creates the writer of one configuration. */
export const createTensorWriter = (config: PreprocessConfig): TensorWriter =>
  new TableTensorWriter(config);
