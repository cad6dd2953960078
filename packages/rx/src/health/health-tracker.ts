import type { CameraState } from '../items/camera-health.js';
import type { PictureMeasures } from '../picture/measure-picture.js';
import type { CameraHealthConfig } from './camera-health-config.js';

/** Less contrast than this says nothing of sharpness: a wall, fog, the dark. Grey levels squared. */
const MIN_CONTRAST = 16;

/** The states that one picture alone can show. */
export type PictureState = Exclude<CameraState, 'no-signal' | 'frozen'>;

/** What one picture shows, by the thresholds that hold in the state the camera is in. */
export const pictureState = (
  { dark, bright, sharpness, contrast }: PictureMeasures,
  { black, overExposed, blurred }: Required<CameraHealthConfig>,
  current: CameraState | undefined,
): PictureState => {
  if (dark >= (current === 'black' ? black.leave : black.enter)) return 'black';
  if (bright >= (current === 'over-exposed' ? overExposed.leave : overExposed.enter)) {
    return 'over-exposed';
  }
  const isBlurred = sharpness < (current === 'blurred' ? blurred.leave : blurred.enter);
  return isBlurred && contrast >= MIN_CONTRAST ? 'blurred' : 'ok';
};

/** Follows the state of one camera from picture to picture. Times in microseconds of capture. */
export const createHealthTracker = (config: Required<CameraHealthConfig>) => {
  let state: CameraState | undefined;
  let candidate: { readonly state: CameraState; readonly sinceUs: number } | undefined;
  let still: { readonly fingerprint: number; readonly sinceUs: number } | undefined;
  let lastUs = -Infinity;

  const isFrozen = (fingerprint: number, capturedUs: number): boolean => {
    if (still?.fingerprint !== fingerprint) still = { fingerprint, sinceUs: capturedUs };
    return capturedUs - still.sinceUs >= config.frozenAfterMs * 1000;
  };

  /** How long a state must show before the camera is in it; the first picture settles it at once. */
  const settlesAfterUs = (next: CameraState): number => {
    if (state === undefined || next === 'frozen') return 0;
    return (next === 'ok' ? config.recoverAfterMs : config.enterAfterMs) * 1000;
  };

  return {
    get state() {
      return state;
    },
    loseSignal(): void {
      state = 'no-signal';
      candidate = undefined;
      still = undefined;
    },
    /** Takes in one picture. True when it may be classified: it is good, and the camera is. */
    see(measures: PictureMeasures, capturedUs: number): boolean {
      if (capturedUs < lastUs) {
        // The camera restarted: times of before cannot be compared.
        candidate = undefined;
        still = undefined;
      }
      lastUs = capturedUs;
      const shown = pictureState(measures, config, state);
      const seen = isFrozen(measures.fingerprint, capturedUs) ? 'frozen' : shown;
      if (seen === state) candidate = undefined;
      else {
        if (candidate?.state !== seen) candidate = { state: seen, sinceUs: capturedUs };
        if (capturedUs - candidate.sinceUs >= settlesAfterUs(seen)) {
          state = seen;
          candidate = undefined;
        }
      }
      return state === 'ok' && shown === 'ok';
    },
  };
};
