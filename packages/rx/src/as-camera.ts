import { map, type OperatorFunction } from 'rxjs';
import type { Frame } from '@ocelli/core';
import { checkNumber } from './check-number.js';
import type { CameraFrame } from './items/camera-frame.js';

export interface CameraConfig {
  /**
   * What is added to `frame.timestampUs` to get the time on the scheduler's clock (for the default scheduler:
   * microseconds since 1970). Default 0. For stamps of `performance.now()` it is
   * `performance.timeOrigin * 1000`; for a video file its start of play less its first stamp.
   */
  readonly clockOffsetUs?: number;
}

/**
 * Names the camera that frames come from, the first step of a stream. Frames are handed on.
 *
 * ```
 * frames     -a-b-c-|
 * asCamera   -A-B-C-|    A = { kind: 'frame', cameraId, frame: a, capturedUs }
 * ```
 *
 * @throws InvalidArgumentError for an offset that is not finite.
 */
export const asCamera = (
  cameraId: string,
  { clockOffsetUs = 0 }: CameraConfig = {},
): OperatorFunction<Frame, CameraFrame> => {
  checkNumber('config.clockOffsetUs', clockOffsetUs, 'finite');
  return map((frame) => ({
    kind: 'frame',
    cameraId,
    frame,
    capturedUs: frame.timestampUs + clockOffsetUs,
  }));
};
