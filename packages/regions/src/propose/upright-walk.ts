import { type PixelBuffer, TURNS } from '@ocelli/core';

/** Position of the upright picture's corner in a plane, and the way to the next sample to the right and down. */
export interface Walk {
  readonly start: number;
  readonly right: number;
  readonly down: number;
}

/** How to walk a plane of `width` x `height` samples as if it stood upright. */
export const uprightWalk = (
  { orientation, planes }: Pick<PixelBuffer, 'orientation' | 'planes'>,
  index: number,
  width: number,
  height: number,
  bytesPerSample: number,
): Walk => {
  const { offset, stride } = planes[index] ?? { offset: 0, stride: 0 };
  const { swapsAxes, mirrorsX, mirrorsY } = TURNS[orientation];
  const [across, along] = swapsAxes ? [height, width] : [width, height];
  const [right, down] = swapsAxes ? [stride, bytesPerSample] : [bytesPerSample, stride];
  return {
    start: offset + (mirrorsX ? (across - 1) * right : 0) + (mirrorsY ? (along - 1) * down : 0),
    right: mirrorsX ? -right : right,
    down: mirrorsY ? -down : down,
  };
};
