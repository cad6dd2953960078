import type { PixelBuffer, PixelFormat } from '@ocelli/core';

/** Luma of the pixel at (x, y) of the stored picture, 0 black .. 255 white. */
export type LumaReader = (x: number, y: number) => number;

type ReaderOf = (
  data: Uint8Array,
  offset: number,
  stride: number,
  isLimited: boolean,
) => LumaReader;

/** ITU-R BT.601 luma in 8 bits: `(77 R + 150 G + 29 B) / 256`. */
const ofColours =
  (bytesPerPixel: number): ReaderOf =>
  (data, offset, stride) =>
  (x, y) => {
    const at = offset + y * stride + x * bytesPerPixel;
    return (77 * (data[at] ?? 0) + 150 * (data[at + 1] ?? 0) + 29 * (data[at + 2] ?? 0) + 128) >> 8;
  };

/** `limited` luma spans 16..235: `(Y - 16) * 255 / 219`. */
const ofLumaPlane: ReaderOf = (data, offset, stride, isLimited) =>
  isLimited
    ? (x, y) => {
        const luma = (((data[offset + y * stride + x] ?? 0) - 16) * 298 + 128) >> 8;
        return Math.min(255, Math.max(0, luma));
      }
    : (x, y) => data[offset + y * stride + x] ?? 0;

const READERS: { readonly [F in PixelFormat]: ReaderOf } = {
  rgba: ofColours(4),
  rgb: ofColours(3),
  gray: (data, offset, stride) => ofLumaPlane(data, offset, stride, false),
  i420: ofLumaPlane,
  nv12: ofLumaPlane,
};

/** Reads luma where it is stored, without converting the picture. Throws FrameClosedError for a closed frame. */
export const lumaReader = ({ format, data, planes, yuvRange }: PixelBuffer): LumaReader =>
  READERS[format](data, planes[0]?.offset ?? 0, planes[0]?.stride ?? 0, yuvRange === 'limited');
