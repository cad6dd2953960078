import type { Tensor } from '@ocelli/core';
import type {
  FeedsRun,
  FrameContent,
  FramesRun,
  SessionFacts,
  TransportedError,
} from '@ocelli/core/runtime';
import type { LoadRequest } from './load-request.js';

/** What the worker starts with; it keeps this for its life, so that no model is in it. */
export interface WorkerStart {
  readonly gateMemory: SharedArrayBuffer;
  readonly wakeUpMemory: SharedArrayBuffer;
}

/** A frame in a slot that the worker knows. */
export interface FrameMessage {
  readonly slotId: number;
  readonly content: FrameContent;
}

/**
 * To the worker: first `load`, then one at a time, each answered; except `release`, which ends it, also
 * while it loads.
 */
export type WorkerRequest =
  | { readonly kind: 'load'; readonly request: LoadRequest }
  | { readonly kind: 'feeds'; readonly feeds: Readonly<Record<string, Tensor>> }
  | {
      readonly kind: 'frames';
      readonly frames: readonly FrameMessage[];
      /** Shared memory that was not sent before. */
      readonly newSlots: readonly { readonly id: number; readonly bytes: Uint8Array }[];
      readonly forgottenSlots: readonly number[];
    }
  /** A `frames` request is about to come: see `WakeUpCall`. */
  | { readonly kind: 'expect'; readonly call: number }
  | { readonly kind: 'release' };

/** From the worker; `loaded` or `failed` answers `load`. */
export type WorkerReply =
  | { readonly kind: 'loaded'; readonly facts: SessionFacts }
  | { readonly kind: 'feeds'; readonly run: FeedsRun }
  | { readonly kind: 'frames'; readonly run: FramesRun }
  | { readonly kind: 'failed'; readonly error: TransportedError };
