import type { Classification, Frame, RegionOfInterest } from '@ocelli/core';
import type { ObservableInput } from 'rxjs';

/** What a stream passes to the classifier with each frame. */
export interface FrameClassifyOptions {
  /** Aborted when the result is no longer wanted: the stream was unsubscribed or has failed. */
  readonly signal: AbortSignal;
  readonly regionOfInterest?: RegionOfInterest;
}

/**
 * What a stream needs of a classifier; every `Classifier` of `@ocelli/core` is one. The first classification
 * counts. Completing without one drops the frame as `no-decision`, which is how a classifier says that one bad
 * frame is no reason to end the stream; an error ends it.
 *
 * The frame is open until the result is there, and is the stream's to close.
 */
export interface FrameClassifier<L extends string = string> {
  classify(frame: Frame, options: FrameClassifyOptions): ObservableInput<Classification<L>>;
}
