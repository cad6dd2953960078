import type { ExecutionProviderAttempt } from '../backend/inference-backend.js';
import type { ModelCard } from '../card/model-card.js';
import type { Frame } from '../frame/frame.js';
import type { DecideOptions } from '../postprocess/decide.js';
import type { RegionOfInterest } from '../preprocess/preprocess-config.js';
import type { Classification } from './classification.js';

/** What may differ from call to call; the fields of a decision replace those of the card's head. */
export interface ClassifyOptions<L extends string = string> extends DecideOptions<L> {
  readonly signal?: AbortSignal;
  /** In pixels of the upright picture. Default: the whole picture. */
  readonly regionOfInterest?: RegionOfInterest;
}

/** A model with its labels: frames in, typed decisions out. */
export interface Classifier<L extends string = string> extends AsyncDisposable {
  readonly card: ModelCard<L>;
  readonly executionProvider: string;
  readonly attempts: readonly ExecutionProviderAttempt[];
  /**
   * Decides on one frame. The frame is read before the call returns and stays the caller's to close.
   * Concurrent calls are queued, and joined into one run where the model's batch dim is free.
   *
   * @throws FrameClosedError, InvalidArgumentError, InvalidLogitsError, LabelCountMismatchError (only where
   * the model's output has free dims), InferenceError, ReleasedError, or the signal's reason.
   */
  classify(frame: Frame, options?: ClassifyOptions<L>): Promise<Classification<L>>;
  /** Frees the model; idempotent. */
  release(): Promise<void>;
}
