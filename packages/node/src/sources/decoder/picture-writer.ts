import type { PixelFormat, PlaneLayout } from '@ocelli/core';
import type { Frame as AvFrame, SoftwareScaleContext } from 'node-av/lib';
import { AvFault } from './av-fault.js';
import type { StoredFrame } from './decoder-protocol.js';
import type { Av } from './load-av.js';
import { coloursOf, isFullRange, nativeFormat } from './picture-layout.js';
import type { SlotWriter } from './slot-writer.js';

type Picture = Omit<StoredFrame, 'slot' | 'timestampUs' | 'orientation'>;

/** Converts pictures of one size and format to i420 of the same size and range. */
class Converter {
  readonly #av: Av;
  #scale: SoftwareScaleContext | undefined;
  #out: AvFrame | undefined;
  #key = '';

  constructor(av: Av) {
    this.#av = av;
  }

  convert(frame: AvFrame): AvFrame {
    const { L, C } = this.#av;
    const { width, height, format } = frame;
    const key = [width, height, format].join();
    if (this.#scale === undefined || this.#out === undefined || key !== this.#key) {
      this.#scale?.freeContext();
      this.#out?.free();
      this.#key = key;
      const source = format as typeof C.AV_PIX_FMT_YUV420P;
      const isFull = isFullRange(this.#av, frame);
      const target = isFull ? C.AV_PIX_FMT_YUVJ420P : C.AV_PIX_FMT_YUV420P;
      this.#scale = new L.SoftwareScaleContext();
      this.#scale.getContext(width, height, source, width, height, target);
      this.#out = new L.Frame();
      this.#out.alloc();
      Object.assign(this.#out, { width, height, format: target });
      if (this.#out.getBuffer() < 0) throw new AvFault('no-memory', 'there is no memory left');
    }
    const result = this.#scale.scaleFrameSync(this.#out, frame);
    if (result < 0) throw new AvFault('unreadable', 'its pixel format cannot be converted');
    return this.#out;
  }
}

/** Where the planes lie that are written one after another. */
const layPlanes = (planes: readonly Uint8Array[], strides: readonly number[]): PlaneLayout[] => {
  let offset = 0;
  return planes.map(({ byteLength }, index) => {
    const layout = { offset, stride: strides[index] ?? 0 };
    offset += byteLength;
    return layout;
  });
};

/** Puts decoded pictures into slots: as they are where the preprocessing reads them so, otherwise as i420. */
export const createPictureWriter = (av: Av, slots: SlotWriter) => {
  const converter = new Converter(av);
  return (frame: AvFrame, slot: number): Picture => {
    const native = nativeFormat(av, frame);
    const source = native === undefined ? converter.convert(frame) : frame;
    const format: PixelFormat = native ?? 'i420';
    const planes = source.data ?? [];
    slots.write(slot, planes);
    return {
      byteLength: planes.reduce((sum, { byteLength }) => sum + byteLength, 0),
      width: frame.width,
      height: frame.height,
      format,
      planes: layPlanes(planes, source.linesize),
      ...coloursOf(av, frame),
    };
  };
};
