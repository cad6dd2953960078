import type { RegionOfInterest } from '@ocelli/core';

/** How much is shown round a sign: a share of its side, but never fewer pixels than this. Each side. */
export interface CropMargin {
  readonly share: number;
  readonly minPixels: number;
}

/** The crop that a classifier is shown. Preprocessing clips it to the picture. */
export const withMargin = (
  { x, y, width, height }: RegionOfInterest,
  { share, minPixels }: CropMargin,
): RegionOfInterest => {
  const across = Math.max(share * width, minPixels);
  const down = Math.max(share * height, minPixels);
  return { x: x - across, y: y - down, width: width + 2 * across, height: height + 2 * down };
};
