import type { TransportedError } from '@ocelli/core/runtime';
import type { Batch } from '../../data/batch.js';
import type { BatchPlan } from '../../data/create-batch-maker.js';
import type { PictureStoreMemory } from './shared-picture-store.js';

/** What a worker is started with. */
export interface BatchWorkerStart {
  readonly plan: BatchPlan;
  readonly memory: PictureStoreMemory;
}

export type BatchRequest =
  | { readonly kind: 'make'; readonly id: number; readonly epoch: number; readonly step: number }
  /** What has not been begun of these need not be made; it is not answered. */
  | { readonly kind: 'cancel'; readonly ids: readonly number[] }
  | { readonly kind: 'release' };

export type BatchReply =
  | {
      readonly kind: 'made';
      readonly id: number;
      readonly batch: Batch;
      readonly unreadable: readonly {
        readonly example: number;
        readonly path: string;
        readonly error: TransportedError;
      }[];
    }
  | { readonly kind: 'failed'; readonly id: number; readonly error: TransportedError };
