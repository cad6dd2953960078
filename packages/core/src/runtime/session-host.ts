import type { ExecutionProviderAttempt } from '../backend/inference-backend.js';
import type { PixelBuffer } from '../frame/frame.js';
import type { PreprocessOptions } from '../preprocess/preprocessor.js';
import type { Tensor, TensorInfo } from '../tensor/tensor.js';
import type { PixelSlot } from './pixel-slots.js';

/** What is known of a session once it is loaded. Structured-cloneable. */
export interface SessionFacts {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly executionProvider: string;
  readonly attempts: readonly ExecutionProviderAttempt[];
  /** 1 where frames run one by one. */
  readonly maxBatchSize: number;
}

/** What the bytes of a slot are. Structured-cloneable. */
export type FrameContent =
  | {
      readonly kind: 'pixels';
      readonly layout: Omit<PixelBuffer, 'data'>;
      readonly options: PreprocessOptions;
    }
  /** The input tensor of one picture, in the card's dtype, and how long it took to make. */
  | { readonly kind: 'tensor'; readonly preprocessMs: number };

/** A frame on its way to the model. */
export interface FrameInput {
  readonly slot: PixelSlot;
  readonly content: FrameContent;
}

export interface FeedsRun {
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly inferenceMs: number;
}

export interface FramesRun {
  /** One per frame, each with batch dim 1. */
  readonly outputs: readonly Readonly<Record<string, Tensor>>[];
  /** One per frame. */
  readonly preprocessMs: readonly number[];
  readonly inferenceMs: number;
}

/**
 * The side of a session where the model lives: in this thread, or behind a message port. It takes one
 * call at a time.
 */
export interface SessionHost {
  readonly facts: SessionFacts;
  /** May detach the memory of the feeds. */
  runFeeds(feeds: Readonly<Record<string, Tensor>>): Promise<FeedsRun>;
  runFrames(frames: readonly FrameInput[]): Promise<FramesRun>;
  /** Told that a frame is about to come, so that a sleeping thread wakes while its pixels are copied. */
  expectFrame?(): void;
  /** Told of slots that no later frame will use. */
  forgetSlot(slot: PixelSlot): void;
  release(): Promise<void>;
}
