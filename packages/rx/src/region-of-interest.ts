import { InvalidArgumentError, type RegionOfInterest } from '@ocelli/core';
import { map, type Observable } from 'rxjs';
import { type CameraFrame, closeFrame } from './items/camera-frame.js';
import type { CameraItem, PassOn } from './items/camera-item.js';

/** Where to look in a frame; undefined for the whole picture. */
export type RegionSelector = (item: CameraFrame) => RegionOfInterest | undefined;

const checkRegion = (region: RegionOfInterest): RegionOfInterest => {
  const { x, y, width, height } = region;
  const isBox = [x, y, width, height].every(Number.isFinite) && width > 0 && height > 0;
  if (isBox) return region;
  throw new InvalidArgumentError({
    argument: 'region',
    expected: 'a box with a finite place, and a width and height above 0',
    actual: `${width}x${height} at ${x}, ${y}`,
  });
};

const withRegion = (item: CameraFrame, select: RegionSelector): CameraFrame => {
  const { kind, cameraId, frame, capturedUs } = item;
  const whole = { kind, cameraId, frame, capturedUs };
  const region = select(item);
  return region === undefined ? whole : { ...whole, regionOfInterest: checkRegion(region) };
};

/**
 * Sets where in the picture the operators after it look, in pixels of the upright picture. No pixel is copied:
 * the region travels with the frame to the classifier's preprocessing, which clips it to the picture. It takes
 * the place of an earlier region. Frames are handed on; one that the selector throws on is closed.
 *
 * ```
 * frames              -a-b-c-|
 * regionOfInterest    -A-B-C-|    A = a with a region
 * ```
 *
 * @throws InvalidArgumentError for a region without an area; from a selector, as an error of the stream.
 *
 * @example
 * regionOfInterest({ x: 320, y: 0, width: 320, height: 240 });
 */
export const regionOfInterest = (region: RegionOfInterest | RegionSelector): PassOn => {
  const select = typeof region === 'function' ? region : () => region;
  if (typeof region !== 'function') checkRegion(region);
  return <I extends CameraItem>(source: Observable<I>) =>
    source.pipe(
      map((item: CameraItem) => {
        if (item.kind !== 'frame') return item;
        try {
          return withRegion(item, select);
        } catch (error) {
          closeFrame(item);
          throw error;
        }
      }),
    ) as Observable<CameraItem> as Observable<I>;
};
