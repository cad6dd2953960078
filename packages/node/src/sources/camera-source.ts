import type { Frame } from '@ocelli/core';
import type { SourceStatus } from './source-status.js';

export interface OpenSourceOptions {
  /** Ends the stream as `close` does. */
  readonly signal?: AbortSignal;
  /** Called at each change, with everything there is to know about it. It must not throw. */
  readonly onStatus?: (status: SourceStatus) => void;
}

/** How many frames a stream has had so far. */
export interface FrameCounts {
  readonly received: number;
  readonly delivered: number;
  /** Not delivered: a newer one came before the consumer asked, or the picture was damaged. */
  readonly dropped: number;
}

/**
 * The frames of an open source. Who takes a frame closes it. A live source keeps the newest frame only, so that a
 * slow consumer gets few frames instead of old ones; files wait for their consumer.
 */
export interface FrameStream extends AsyncIterableIterator<Frame>, AsyncDisposable {
  /** The latest status; undefined before the first. */
  readonly status: SourceStatus | undefined;
  readonly counts: FrameCounts;
  /**
   * @throws CameraSourceError when the source has failed for good.
   */
  next(): Promise<IteratorResult<Frame, undefined>>;
  /** As `close`. */
  return(): Promise<IteratorReturnResult<undefined>>;
  /** Lets go of the camera, files and processes, and resolves when they are gone. Frames handed out stay valid. */
  close(): Promise<void>;
}

/**
 * Where frames come from. Nothing is open until `open` is called or frames are iterated; each time is a stream of its
 * own. Frames are stamped in microseconds since 1970 and numbered from 0, drops included.
 */
export interface CameraSource extends AsyncIterable<Frame> {
  /** What is opened, for people and logs: a path, a device, or a URL without its credentials. */
  readonly name: string;
  /** Whether the newest frame replaces one that nobody has asked for. */
  readonly isLive: boolean;
  open(options?: OpenSourceOptions): FrameStream;
}
