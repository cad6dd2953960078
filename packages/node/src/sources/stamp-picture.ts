import { createFrame, type Frame } from '@ocelli/core';

/** The pixels of a decoded picture as a frame of a stream; the picture itself is closed. */
export const stampPicture = (picture: Frame, timestampUs: number, sequence: number): Frame => {
  const { width, height, format, data, planes, yuvMatrix, yuvRange, orientation } = picture;
  picture.close();
  const pixels = { width, height, format, data, planes, yuvMatrix, yuvRange, orientation };
  return createFrame({ ...pixels, timestampUs, sequence });
};
