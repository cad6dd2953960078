import type { ImageDecodeError } from '@ocelli/core/runtime';
import type { CameraSourceError } from './camera-source-error.js';

/** What a source does, as data. */
export type SourceChange =
  | { readonly state: 'connecting'; /** From 1. */ readonly attempt: number }
  /** Frames arrive. */
  | { readonly state: 'live' }
  /** The camera is connected and has sent nothing for this long. */
  | { readonly state: 'silent'; readonly silentMs: number }
  /** The connection is lost, or could not be made; the next attempt follows after `delayMs`. */
  | {
      readonly state: 'reconnecting';
      readonly attempt: number;
      readonly delayMs: number;
      readonly cause: CameraSourceError;
    }
  /** Files: the next frame, with this sequence number, is of this file. */
  | { readonly state: 'reading'; readonly path: string; readonly sequence: number }
  /** Files: this one is left out. */
  | { readonly state: 'skipped'; readonly path: string; readonly cause: ImageDecodeError }
  /** No more frames will come. `cause` is undefined where that is as it should be. */
  | { readonly state: 'ended'; readonly cause: CameraSourceError | undefined };

export type SourceState = SourceChange['state'];

/** A change, and when it was noticed: microseconds since 1970. */
export type SourceStatus = SourceChange & { readonly atUs: number };
