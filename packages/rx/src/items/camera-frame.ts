import type { Frame, RegionOfInterest } from '@ocelli/core';

/**
 * A frame on its way through a stream. Whoever takes the item closes `frame` exactly once; an operator that
 * passes the item on hands that duty on with it.
 */
export interface CameraFrame {
  readonly kind: 'frame';
  readonly cameraId: string;
  readonly frame: Frame;
  /** Capture time in microseconds on the scheduler's clock. */
  readonly capturedUs: number;
  /** What classifiers look at, in pixels of the upright picture. Default: all of it. */
  readonly regionOfInterest?: RegionOfInterest;
}

/**
 * Closes a frame that the caller owns. One that somebody else has closed against the rules is left alone: that
 * must not end a camera.
 */
export const closeFrame = ({ frame }: CameraFrame): void => {
  if (!frame.isClosed) frame.close();
};
