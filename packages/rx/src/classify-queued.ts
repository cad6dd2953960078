import { asyncScheduler, type Observable, type SchedulerLike } from 'rxjs';
import { checkNumber } from './check-number.js';
import { classifyFrames } from './classify-frames.js';
import type { FrameClassifier } from './frame-classifier.js';
import type { CameraItem, ClassifiedItem, Classify } from './items/camera-item.js';

export interface ClassifyQueuedConfig {
  /** Frames that may wait, besides those being classified. Default 8. */
  readonly capacity?: number;
  /**
   * Classifications at a time; a classifier joins them into one run where the model's batch dim is free.
   * Default 1, which keeps the order of the frames; with more, each decision comes when it is ready.
   */
  readonly concurrency?: number;
}

/**
 * Classifies every frame of files, in order, from a bounded queue. An Observable cannot be told to wait, so a
 * frame that comes when the queue is full is closed and reported as a drop, `queue-full`: bring the frames
 * with `fromFrames`, which reads the next only when one of its frames was closed, and the queue is never full.
 *
 * ```
 * frames                            -abcd-|
 * classification                     ------r|
 * classifyQueued({ capacity: 2 })   ----x--A-----B-----(C|)    x = d is dropped: a runs, b and c wait
 * ```
 *
 * Closes every frame, as `classifyLatest` does.
 *
 * @throws InvalidArgumentError for numbers that are no positive integers. Errors of the source and of the
 * classifier end the stream.
 */
export const classifyQueued = <L extends string>(
  classifier: FrameClassifier<L>,
  { capacity = 8, concurrency = 1 }: ClassifyQueuedConfig = {},
  scheduler: SchedulerLike = asyncScheduler,
): Classify<L> => {
  checkNumber('config.capacity', capacity, 'count');
  checkNumber('config.concurrency', concurrency, 'count');
  return <I extends CameraItem>(source: Observable<I>) =>
    classifyFrames(source as Observable<CameraItem<L>>, classifier, {
      capacity,
      overflow: 'drop-newest',
      concurrency,
      maxAgeMs: Infinity,
      scheduler,
    }) as Observable<ClassifiedItem<I, L>>;
};
