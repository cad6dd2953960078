import { type Classifier, type Frame, type RegionOfInterest, TURNS } from '@ocelli/core';
import {
  asCamera,
  type CameraHealthConfig,
  type CameraItem,
  classifyLatest,
  classifyQueued,
  type FrameClassifier,
  fromFrames,
  measureRate,
  regionOfInterest,
  sampleEvery,
  smoothProbabilities,
  stableLabel,
  type StableLabelConfig,
  withCameraHealth,
} from '@ocelli/rx';
import { identity, type Observable, tap } from 'rxjs';
import type { RunnerCameraConfig } from '../config/runner-config.js';
import type { PictureBox } from '../events/runner-event.js';
import type { SignClassifier } from './create-sign-classifier.js';
import type { RunnerSource } from './runner-source.js';
import { tolerantClassifier } from './tolerant-classifier.js';

/** Rates and latencies are reported this often. */
const RATE_WINDOW_MS = 5000;

export interface CameraStreamParts {
  readonly config: RunnerCameraConfig;
  readonly source: Pick<RunnerSource, 'isLive' | 'isSimulated'>;
  readonly frames: AsyncIterable<Frame>;
  readonly classifier: Classifier;
  /** Where signs are looked for. */
  readonly signs: SignClassifier | undefined;
  /** Sees each frame before anything is decided; it stays the stream's to close. */
  readonly onFrame: (frame: Frame, capturedUs: number) => void;
  /** A frame could not be classified. */
  readonly onError: (error: unknown) => void;
}

/** Size of the upright picture. */
export const uprightSize = ({ width, height, orientation }: Frame) =>
  TURNS[orientation].swapsAxes ? { width: height, height: width } : { width, height };

const toPixels = (box: PictureBox, frame: Frame): RegionOfInterest => {
  const { width, height } = uprightSize(frame);
  return {
    x: box.x * width,
    y: box.y * height,
    width: box.width * width,
    height: box.height * height,
  };
};

const healthConfig = ({ health = {} }: RunnerCameraConfig, isSimulated = false) => {
  const { noSignalAfterMs, frozenAfterMs, blurred = true } = health;
  const config: CameraHealthConfig = {
    ...(noSignalAfterMs !== undefined && { noSignalAfterMs }),
    ...(frozenAfterMs !== undefined && { frozenAfterMs: frozenAfterMs || Infinity }),
    // A drawn scene may stand still, and be as soft as it was drawn.
    ...(isSimulated && frozenAfterMs === undefined && { frozenAfterMs: Infinity }),
    ...((isSimulated || !blurred) && { blurred: { enter: 0, leave: 0 } }),
  };
  return config;
};

const labelConfig = ({ events = {} }: RunnerCameraConfig): StableLabelConfig => {
  const { ignoreLabels, ...thresholds } = events;
  const enterThreshold = thresholds.enterThreshold ?? 0.7;
  const given = Object.entries(thresholds).filter(([, value]) => value !== undefined);
  return {
    leaveThreshold: Math.min(0.4, enterThreshold),
    ...Object.fromEntries(given),
    ...(ignoreLabels && { unknownLabels: ignoreLabels }),
  };
};

/** From the frames of one camera to its decisions and events; every frame is closed on the way. */
export const createCameraStream = (parts: CameraStreamParts): Observable<CameraItem> => {
  const { config, source, frames, classifier, signs, onFrame, onError } = parts;
  const { id, region, everyMs, maxAgeMs, smoothingMs } = config;
  const decider: FrameClassifier = tolerantClassifier(signs ?? classifier, onError);
  const seen$ = fromFrames(frames).pipe(
    asCamera(id),
    // Files come as they are: there is no signal to lose.
    source.isLive ? withCameraHealth(id, healthConfig(config, source.isSimulated)) : identity,
    tap((item) => {
      if (item.kind === 'frame') onFrame(item.frame, item.capturedUs);
    }),
    everyMs === undefined ? identity : sampleEvery(everyMs),
    region === undefined ? identity : regionOfInterest(({ frame }) => toPixels(region, frame)),
  );
  const decided$ = source.isLive
    ? seen$.pipe(classifyLatest(decider, maxAgeMs === undefined ? {} : { maxAgeMs }))
    : seen$.pipe(classifyQueued(decider));
  const settled$: Observable<CameraItem> =
    signs === undefined
      ? decided$.pipe(
          smoothProbabilities(
            classifier.card,
            smoothingMs === undefined ? {} : { timeConstantMs: smoothingMs },
          ),
          stableLabel(labelConfig(config)),
        )
      : decided$;
  return settled$.pipe(measureRate(id, { windowMs: RATE_WINDOW_MS }));
};
