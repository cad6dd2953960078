import type { Frame } from '@ocelli/core';
import type { OpenSourceOptions } from '@ocelli/node';

/** Frames of an open camera; who takes one closes it. */
export interface RunnerFrames extends AsyncIterable<Frame> {
  /** Ends the frames and lets go of the camera. */
  close(): Promise<void>;
}

/** The part of a `CameraSource` of `@ocelli/node` that a runner needs. */
export interface RunnerSource {
  readonly name: string;
  /** Live sources lose frames that nobody takes; others wait. */
  readonly isLive: boolean;
  readonly isSimulated?: boolean;
  open(options: OpenSourceOptions): RunnerFrames;
}
