import type { Tensor } from '@ocelli/core';
import type {
  FeedsRun,
  FrameContent,
  FramesRun,
  SessionFacts,
  TransportedError,
} from '@ocelli/core/runtime';
import type { LoadRequest } from './load-request.js';

/** A frame in a slot. */
export interface FrameMessage {
  readonly slotId: number;
  readonly content: FrameContent;
}

/** To the worker: first `load`, then one at a time, each answered. `terminate()` ends it. */
export type WorkerRequest =
  | { readonly kind: 'load'; readonly request: LoadRequest }
  | { readonly kind: 'feeds'; readonly feeds: Readonly<Record<string, Tensor>> }
  | {
      readonly kind: 'frames';
      readonly frames: readonly FrameMessage[];
      /** Memory that the worker does not have yet: shared memory once, other memory each time. */
      readonly slots: readonly { readonly id: number; readonly bytes: Uint8Array }[];
      readonly forgottenSlots: readonly number[];
    };

/** From the worker; `loaded` or `failed` answers `load`. */
export type WorkerReply =
  | { readonly kind: 'loaded'; readonly facts: SessionFacts }
  | { readonly kind: 'feeds'; readonly run: FeedsRun }
  | { readonly kind: 'frames'; readonly run: FramesRun }
  | { readonly kind: 'failed'; readonly error: TransportedError };
