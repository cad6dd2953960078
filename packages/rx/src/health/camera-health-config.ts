import { checkNumber } from '../check-number.js';

/**
 * When a camera counts as not fit. Thresholds come in pairs: a state begins at `enter` and holds until
 * `leave` is passed.
 */
export interface CameraHealthConfig {
  /** No frame for this long is `no-signal`, in milliseconds on the scheduler's clock. Default 2000. */
  readonly noSignalAfterMs?: number;
  /**
   * The very same picture for this long is `frozen`, in milliseconds of capture time. Default 5000: a coded
   * stream repeats pictures of a still scene to the bit, seldom for longer than its key frame interval.
   * Infinity for a source that may stand still, such as a drawn scene.
   */
  readonly frozenAfterMs?: number;
  /** Fraction of the picture below luma 10 that is `black`. Default from 0.98, until below 0.9. */
  readonly black?: { readonly enter: number; readonly leave: number };
  /** Fraction of the picture at luma 250 or above that is `over-exposed`. Default from 0.8, until below 0.7. */
  readonly overExposed?: { readonly enter: number; readonly leave: number };
  /**
   * Sharpness (see the README) that is `blurred`. Default below 0.03, until 0.04 or above. Photographs in focus
   * have 0.042 or more, blurred by 2 % of their height 0.017 to 0.027. 0 and 0 switch it off.
   */
  readonly blurred?: { readonly enter: number; readonly leave: number };
  /** How long a picture must be black, over-exposed or blurred before the camera is. Default 500. */
  readonly enterAfterMs?: number;
  /** How long pictures must be good before the camera is `ok` again. Default 500. */
  readonly recoverAfterMs?: number;
}

/** The configuration with its defaults. */
export const resolveHealthConfig = ({
  noSignalAfterMs = 2000,
  frozenAfterMs = 5000,
  black = { enter: 0.98, leave: 0.9 },
  overExposed = { enter: 0.8, leave: 0.7 },
  blurred = { enter: 0.03, leave: 0.04 },
  enterAfterMs = 500,
  recoverAfterMs = 500,
}: CameraHealthConfig): Required<CameraHealthConfig> => {
  checkNumber('config.noSignalAfterMs', noSignalAfterMs, 'positive');
  checkNumber('config.frozenAfterMs', frozenAfterMs, 'positive-or-infinite');
  checkNumber('config.enterAfterMs', enterAfterMs, 'not-negative');
  checkNumber('config.recoverAfterMs', recoverAfterMs, 'not-negative');
  for (const [name, { enter, leave }] of Object.entries({ black, overExposed, blurred })) {
    checkNumber(`config.${name}.enter`, enter, 'probability');
    checkNumber(`config.${name}.leave`, leave, 'probability');
  }
  return {
    noSignalAfterMs,
    frozenAfterMs,
    black,
    overExposed,
    blurred,
    enterAfterMs,
    recoverAfterMs,
  };
};
