import { createPreprocessor, type Frame, type RegionOfInterest } from '@ocelli/core';
import { encodePng } from './encode-png.js';

/** A frame, or a part of it, as the `data:` URI of a small PNG: at most `maxSide` pixels wide and high, never enlarged. */
export const drawThumbnail = (
  frame: Frame,
  { maxSide, region }: { readonly maxSide: number; readonly region?: RegionOfInterest },
): string => {
  const isTurned = frame.orientation >= 5;
  const upright = isTurned
    ? { width: frame.height, height: frame.width }
    : { width: frame.width, height: frame.height };
  const source = region ?? upright;
  const scale = Math.min(1, maxSide / Math.max(source.width, source.height));
  const width = Math.max(1, Math.round(source.width * scale));
  const height = Math.max(1, Math.round(source.height * scale));
  const preprocessor = createPreprocessor({
    resize: { mode: 'squash', width, height },
    kernel: 'bilinear',
    rescaleFactor: 1,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    channelOrder: 'rgb',
    layout: 'nhwc',
    dtype: 'uint8',
  });
  try {
    const pixels = new Uint8Array(width * height * 3);
    preprocessor.run(frame, pixels, region === undefined ? {} : { regionOfInterest: region });
    return `data:image/png;base64,${Buffer.from(encodePng(pixels, width, height)).toString('base64')}`;
  } finally {
    preprocessor.release();
  }
};
