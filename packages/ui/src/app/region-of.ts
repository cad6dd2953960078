import { type Frame, type RegionOfInterest, TURNS } from '@ocelli/core';
import type { PageMode } from './page-definition.js';

/** The part of a picture of this size that a mode looks at. */
export const regionIn = (
  { region }: Pick<PageMode, 'region'>,
  { width, height }: { readonly width: number; readonly height: number },
): RegionOfInterest => {
  if (region === 'whole') return { x: 0, y: 0, width, height };
  const side = Math.min(width, height);
  return { x: (width - side) / 2, y: (height - side) / 2, width: side, height: side };
};

/** The part of the upright frame that a mode looks at. */
export const regionOf = (mode: Pick<PageMode, 'region'>, frame: Frame): RegionOfInterest => {
  const { swapsAxes } = TURNS[frame.orientation];
  const { width, height } = frame;
  return regionIn(mode, swapsAxes ? { width: height, height: width } : { width, height });
};
