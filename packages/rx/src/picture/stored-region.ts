import { type PixelBuffer, type RegionOfInterest, TURNS } from '@ocelli/core';

/** A rectangle of whole stored pixels. */
export interface StoredRegion {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Span {
  readonly first: number;
  readonly count: number;
}

/** The pixels that `[start, start + length)` touches within `[0, size)`; at least one. */
const clippedSpan = (start: number, length: number, size: number): Span => {
  const first = Math.min(Math.max(Math.floor(start), 0), size - 1);
  const end = Math.min(Math.max(Math.ceil(start + length), first + 1), size);
  return { first, count: end - first };
};

const mirrored = ({ first, count }: Span, size: number): Span => ({
  first: size - first - count,
  count,
});

/** Where a region of the upright picture lies in the stored one, clipped to it. Default: all of it. */
export const storedRegion = (
  { width, height, orientation }: Pick<PixelBuffer, 'width' | 'height' | 'orientation'>,
  region: RegionOfInterest | undefined,
): StoredRegion => {
  if (region === undefined) return { x: 0, y: 0, width, height };
  const { swapsAxes, mirrorsX, mirrorsY } = TURNS[orientation];
  const [uprightWidth, uprightHeight] = swapsAxes ? [height, width] : [width, height];
  const across = clippedSpan(region.x, region.width, uprightWidth);
  const down = clippedSpan(region.y, region.height, uprightHeight);
  const x = mirrorsX ? mirrored(across, uprightWidth) : across;
  const y = mirrorsY ? mirrored(down, uprightHeight) : down;
  const [columns, rows] = swapsAxes ? [y, x] : [x, y];
  return { x: columns.first, y: rows.first, width: columns.count, height: rows.count };
};
