import { checkNumber } from './check-number.js';
import { type Gate, gateFrames } from './gate-frames.js';
import type { PassOn } from './items/camera-item.js';
import type { FrameDrop } from './items/frame-drop.js';

const createSampler = (intervalUs: number): Gate => {
  let nextUs: number | undefined;
  return ({ capturedUs }) => {
    // A camera that restarted may count from 0 again.
    if (nextUs === undefined || capturedUs < nextUs - intervalUs) nextUs = capturedUs;
    if (capturedUs < nextUs) return 'not-sampled';
    nextUs += intervalUs * (Math.floor((capturedUs - nextUs) / intervalUs) + 1);
    return undefined;
  };
};

/**
 * Lets the first frame of every `intervalMs` pass, by capture time; closes the others and reports each as a
 * drop, `not-sampled`. Samples stay on the grid of the first, so that jitter of the camera does not add up.
 *
 * ```
 * frames              -a-b-c-d-e-f-|
 * sampleEvery(4)      -a-x-c-x-e-x-|    x = drop
 * ```
 *
 * @throws InvalidArgumentError for an interval that is not above 0.
 */
export const sampleEvery = (intervalMs: number): PassOn<FrameDrop> => {
  checkNumber('intervalMs', intervalMs, 'positive');
  return (source) => gateFrames(source, () => createSampler(intervalMs * 1000));
};
