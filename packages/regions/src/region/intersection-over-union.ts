import type { RegionOfInterest } from '@ocelli/core';

/** Share of the area of both boxes that they have in common, 0..1. */
export const intersectionOverUnion = (a: RegionOfInterest, b: RegionOfInterest): number => {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const common = width * height;
  return common / (a.width * a.height + b.width * b.height - common);
};
