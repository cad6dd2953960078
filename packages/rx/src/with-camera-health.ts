import {
  asyncScheduler,
  Observable,
  type SchedulerLike,
  type Subscriber,
  Subscription,
} from 'rxjs';
import { follow } from './follow.js';
import { type CameraHealthConfig, resolveHealthConfig } from './health/camera-health-config.js';
import { createHealthTracker } from './health/health-tracker.js';
import { type CameraFrame, closeFrame } from './items/camera-frame.js';
import type { CameraHealthChange, CameraState } from './items/camera-health.js';
import type { CameraItem, PassOn } from './items/camera-item.js';
import { dropFrame, type FrameDrop } from './items/frame-drop.js';
import { measurePicture } from './picture/measure-picture.js';

/** Calls back when it was not reset for `dueMs`; then rests until the next reset. One timer at a time. */
const createWatchdog = (dueMs: number, scheduler: SchedulerLike, onSilence: () => void) => {
  const subscription = new Subscription();
  let lastMs = scheduler.now();
  let isArmed = false;
  const arm = (delayMs: number): void => {
    isArmed = true;
    const timer = scheduler.schedule(() => {
      subscription.remove(timer);
      isArmed = false;
      const restMs = lastMs + dueMs - scheduler.now();
      if (restMs > 0) arm(restMs);
      else onSilence();
    }, delayMs);
    subscription.add(timer);
  };
  arm(dueMs);
  return {
    subscription,
    reset(): void {
      lastMs = scheduler.now();
      if (!isArmed) arm(dueMs);
    },
  };
};

const watch = (
  cameraId: string,
  config: Required<CameraHealthConfig>,
  scheduler: SchedulerLike,
  subscriber: Subscriber<CameraItem>,
) => {
  const tracker = createHealthTracker(config);
  let reported: CameraState | undefined;
  const report = (): void => {
    const { state } = tracker;
    if (state === undefined || state === reported) return;
    const previous = reported;
    reported = state;
    subscriber.next({ kind: 'health', cameraId, state, previous, atUs: scheduler.now() * 1000 });
  };
  const watchdog = createWatchdog(config.noSignalAfterMs, scheduler, () => {
    tracker.loseSignal();
    report();
  });
  subscriber.add(watchdog.subscription);
  return (item: CameraFrame): void => {
    watchdog.reset();
    const isFit = tracker.see(measurePicture(item.frame), item.capturedUs);
    report();
    // The report may have made the last listener leave.
    if (subscriber.closed) closeFrame(item);
    else subscriber.next(isFit ? item : dropFrame(item, 'unfit-picture'));
  };
};

/**
 * Tells how the camera is, before anything is classified: `no-signal`, `frozen`, `black`, `over-exposed`,
 * `blurred` or `ok`. Emits a `health` item when the state changes, the first with the first frame. Frames pass
 * while the camera and the frame itself are fit; all others are closed and reported as drops,
 * `unfit-picture`, so that such a picture never becomes a class. Reads luma of any format at about 35,000 places.
 *
 * ```
 * frames              a------------b--c----|
 * withCameraHealth    (ha)--h------x--(hc)-|    h = ok, no-signal, ok; x = b is dropped
 * ```
 *
 * After `no-signal` the camera is `ok` again when its pictures were good for `recoverAfterMs`. For one camera
 * a subscription; frames are handed on.
 *
 * @throws InvalidArgumentError for numbers out of their range.
 *
 * @example
 * frames$.pipe(asCamera('gate'), withCameraHealth('gate'), classifyLatest(classifier));
 */
export const withCameraHealth = (
  cameraId: string,
  config: CameraHealthConfig = {},
  scheduler: SchedulerLike = asyncScheduler,
): PassOn<FrameDrop | CameraHealthChange> => {
  const resolved = resolveHealthConfig(config);
  return <I extends CameraItem>(source: Observable<I>) =>
    new Observable<CameraItem>((subscriber) => {
      const look = watch(cameraId, resolved, scheduler, subscriber);
      follow<CameraItem>(source, subscriber, {
        next: (item) => {
          if (item.kind !== 'frame') {
            subscriber.next(item);
            return;
          }
          try {
            look(item);
          } catch (error) {
            closeFrame(item);
            throw error;
          }
        },
        complete: () => {
          subscriber.complete();
        },
      });
    }) as Observable<I | FrameDrop | CameraHealthChange>;
};
