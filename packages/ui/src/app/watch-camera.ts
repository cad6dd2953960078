import type { Frame } from '@ocelli/core';
import {
  asCamera,
  type CameraHealthConfig,
  type CameraItem,
  fromFrames,
  measureRate,
  type RateReport,
  withCameraHealth,
} from '@ocelli/rx';
import { map, type Subscription } from 'rxjs';
import type { LiveCamera } from '../camera/live-camera.js';
import type { Analysis } from './page-definition.js';

export interface WatchCameraOptions {
  readonly camera: LiveCamera;
  readonly analysis: Pick<Analysis, 'watch'>;
  /** Is shown each frame before it is looked at. */
  readonly show: (frame: Frame) => void;
  readonly next: (item: CameraItem) => void;
  readonly error: (error: unknown) => void;
}

const CAMERA_ID = 'page';
const RATE_WINDOW_MS = 1000;
/** A drawn scene may rightly stand still, and on a slow machine it takes its time. */
const DRAWN_HEALTH: CameraHealthConfig = { frozenAfterMs: Infinity, noSignalAfterMs: 15_000 };
/** One that is shown, one that is looked at, one that waits. */
const MAX_OPEN_FRAMES = 3;

/** Frames that were looked at and showed nothing to name count as well. */
export const picturesPerSecond = ({ fps, drops, windowMs }: RateReport): number =>
  fps + (drops['no-decision'] * 1000) / windowMs;

/** Shows and looks at what a camera sees until it is unsubscribed. */
export const watchCamera = ({
  camera,
  analysis,
  show,
  next,
  error,
}: WatchCameraOptions): Subscription =>
  fromFrames(camera.frames(), { maxOpenFrames: MAX_OPEN_FRAMES })
    .pipe(
      map((frame) => {
        show(frame);
        return frame;
      }),
      asCamera(CAMERA_ID),
      withCameraHealth(CAMERA_ID, camera.isSimulated ? DRAWN_HEALTH : {}),
      (items) => analysis.watch(items),
      measureRate(CAMERA_ID, { windowMs: RATE_WINDOW_MS }),
    )
    .subscribe({ next, error });
