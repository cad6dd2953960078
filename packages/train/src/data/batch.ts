import type { Tensor } from '@ocelli/core';

/** Preprocessed examples, ready to be fed. */
export interface Batch {
  /** In the model's layout, mostly `[N, C, H, W]`. */
  readonly images: Tensor;
  /** `[N, classes]`; rows sum to 1 for softmax heads (mixed where mixup is on), 0 or 1 for sigmoid heads. */
  readonly targets: Tensor<'float32'>;
  /** Class index of each example before mixing; -1 where several labels hold. `[N]` */
  readonly labels: Int32Array;
  /** Index of each example in the dataset. `[N]` */
  readonly examples: Int32Array;
}

export interface BatchOptions {
  /** Batches before this one are not made: where a resumed epoch goes on. Default 0. */
  readonly firstStep?: number;
  readonly signal?: AbortSignal;
}

/**
 * Makes batches. The same epoch gives the same batches, whatever was asked before: order, augmentation and
 * mixing come from (seed, epoch, position) alone.
 */
export interface BatchSource {
  readonly exampleCount: number;
  readonly stepsPerEpoch: number;
  /** Milliseconds that the consumers of batches have waited for them so far, where that is measured. */
  readonly stalledMs?: number;
  batches(epoch: number, options?: BatchOptions): AsyncIterable<Batch>;
  /** Stops workers and drops cached pictures; idempotent. */
  release(): Promise<void>;
}
