import type { ChannelOrder } from '@ocelli/core';

/** Interleaved 8-bit pixels that a fused model takes, with their channels. */
export const SOURCE_FORMATS = { rgb: 3, rgba: 4 } as const;
export type SourceFormat = keyof typeof SOURCE_FORMATS;

/** Position in an RGB(A) pixel of each channel that the model takes; gray is made of all three. */
export const SOURCE_CHANNELS: { readonly [O in ChannelOrder]: readonly number[] } = {
  rgb: [0, 1, 2],
  bgr: [2, 1, 0],
  gray: [0, 1, 2],
};
