import type { ExifOrientation, PixelFormat, YuvMatrix, YuvRange } from '@ocelli/core';
import type { Frame as AvFrame } from 'node-av/lib';
import type { Av } from './load-av.js';

/** The formats that the preprocessing reads as they are; all others are converted to i420. */
export const nativeFormat = ({ C }: Av, frame: AvFrame): PixelFormat | undefined => {
  switch (frame.format) {
    case C.AV_PIX_FMT_YUV420P:
    case C.AV_PIX_FMT_YUVJ420P:
      return 'i420';
    case C.AV_PIX_FMT_NV12:
      return 'nv12';
    case C.AV_PIX_FMT_GRAY8:
      return 'gray';
    case C.AV_PIX_FMT_RGB24:
      return 'rgb';
    case C.AV_PIX_FMT_RGBA:
      return 'rgba';
    default:
      return undefined;
  }
};

/** Formats of JPEG, which say by themselves that all 256 levels are used. */
export const isFullRange = ({ C }: Av, frame: AvFrame): boolean =>
  frame.colorRange === C.AVCOL_RANGE_JPEG ||
  frame.format === C.AV_PIX_FMT_YUVJ420P ||
  frame.format === C.AV_PIX_FMT_YUVJ422P ||
  frame.format === C.AV_PIX_FMT_YUVJ444P;

/** Height from which video that does not say is taken for HD, as players do. */
const HD_HEIGHT = 720;

const matrixOf = (av: Av, frame: AvFrame): YuvMatrix => {
  const { C } = av;
  switch (frame.colorSpace) {
    case C.AVCOL_SPC_BT709:
      return 'bt709';
    case C.AVCOL_SPC_SMPTE170M:
    case C.AVCOL_SPC_BT470BG:
      return 'bt601';
    default:
      return frame.height >= HD_HEIGHT && !isFullRange(av, frame) ? 'bt709' : 'bt601';
  }
};

export interface PictureColours {
  readonly yuvMatrix: YuvMatrix;
  readonly yuvRange: YuvRange;
}

export const coloursOf = (av: Av, frame: AvFrame): PictureColours => ({
  yuvMatrix: matrixOf(av, frame),
  yuvRange: isFullRange(av, frame) ? 'full' : 'limited',
});

/** The turns that phones write into video files: the first row of the matrix tells them apart. */
export const orientationOf = (displayMatrix: Buffer | null): ExifOrientation => {
  if (displayMatrix === null || displayMatrix.length < 36) return 1;
  const sign = (index: number): number => Math.sign(displayMatrix.readInt32LE(index * 4));
  const row = `${String(sign(0))} ${String(sign(1))}`;
  switch (row) {
    case '0 1':
      return 6;
    case '-1 0':
      return 3;
    case '0 -1':
      return 8;
    default:
      return 1;
  }
};
