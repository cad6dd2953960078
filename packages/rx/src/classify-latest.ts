import { asyncScheduler, type Observable, type SchedulerLike } from 'rxjs';
import { checkNumber } from './check-number.js';
import { classifyFrames } from './classify-frames.js';
import type { FrameClassifier } from './frame-classifier.js';
import type { CameraItem, ClassifiedItem, Classify } from './items/camera-item.js';

export interface ClassifyLatestConfig {
  /**
   * No older frame is acted on, in milliseconds since its capture by the scheduler's clock. It is dropped as
   * `too-old` when its turn comes, as `too-late` when its classification is ready. Default: no limit.
   */
  readonly maxAgeMs?: number;
}

/**
 * Classifies the newest frame of a live camera, one at a time. A frame that comes while the classifier is
 * busy waits; the next one takes its place, and the one that waited is closed and reported as a drop,
 * `superseded`. So at most two frames are held, and none is older than one classification and one frame interval
 * when its turn comes. When the source completes, the frame that waits is still classified.
 *
 * ```
 * frames            -a-b-c----d----|
 * classification     -----r|
 * classifyLatest    -----xA----C----(D|)    x = b is dropped for c
 * ```
 *
 * Closes every frame: after its classification, its drop, an error or the end of the subscription, which also
 * aborts the classification in flight.
 *
 * @throws InvalidArgumentError for a `maxAgeMs` that is not above 0. Errors of the source and of the
 * classifier end the stream.
 *
 * @example
 * frames$.pipe(asCamera('gate'), classifyLatest(classifier, { maxAgeMs: 500 }), ofKind('decision'));
 */
export const classifyLatest = <L extends string>(
  classifier: FrameClassifier<L>,
  { maxAgeMs }: ClassifyLatestConfig = {},
  scheduler: SchedulerLike = asyncScheduler,
): Classify<L> => {
  if (maxAgeMs !== undefined) checkNumber('config.maxAgeMs', maxAgeMs, 'positive');
  return <I extends CameraItem>(source: Observable<I>) =>
    classifyFrames(source as Observable<CameraItem<L>>, classifier, {
      capacity: 1,
      overflow: 'drop-oldest',
      concurrency: 1,
      maxAgeMs: maxAgeMs ?? Infinity,
      scheduler,
    }) as Observable<ClassifiedItem<I, L>>;
};
