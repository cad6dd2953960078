import type { ExifOrientation, PixelFormat, PlaneLayout, YuvMatrix, YuvRange } from '@ocelli/core';
import type { CameraSourceReason } from '../camera-source-error.js';

/**
 * When decoded frames are handed over: `live` as they come, the newest first; `realtime` when their time has come,
 * the newest first; `fastest` each of them, as fast as they are taken.
 */
export type Pacing = 'live' | 'realtime' | 'fastest';

/** What the decoder process opens. It may hold credentials: it is sent as a message and shown nowhere. */
export interface DecoderInput {
  readonly url: string;
  /** FFmpeg's name of the demuxer; undefined where the file tells. */
  readonly format?: string;
  /** FFmpeg's options of demuxer and protocol. */
  readonly options: Readonly<Record<string, string>>;
  readonly pacing: Pacing;
  /** Time of a file's first frame, in microseconds since 1970; default: when decoding starts. */
  readonly startUs?: number;
}

/**
 * Frames lie in a file that both processes have open and that no folder lists; on Linux it is in memory. Each slot
 * starts at a multiple of `SLOT_BYTES`: the file has holes, so what no frame needs takes no memory.
 */
export const SLOT_COUNT = 3;
export const SLOT_BYTES = 2 ** 27;
/** Where the decoder process finds that file. */
export const STORE_FD = 4;

/** A frame in a slot, which is the receiver's until it sends `release`. */
export interface StoredFrame {
  readonly slot: number;
  readonly byteLength: number;
  readonly width: number;
  readonly height: number;
  readonly format: PixelFormat;
  readonly planes: readonly PlaneLayout[];
  readonly yuvMatrix: YuvMatrix;
  readonly yuvRange: YuvRange;
  readonly orientation: ExifOrientation;
  readonly timestampUs: number;
}

export type DecoderRequest =
  | { readonly kind: 'open'; readonly input: DecoderInput }
  | { readonly kind: 'release'; readonly slot: number }
  | { readonly kind: 'close' };

export type DecoderAnswer =
  /** `dropped`: frames decoded or damaged since the last answer and not handed over. */
  | { readonly kind: 'frame'; readonly frame: StoredFrame; readonly dropped: number }
  | { readonly kind: 'ended'; readonly dropped: number }
  | { readonly kind: 'failed'; readonly reason: CameraSourceReason; readonly detail: string };
