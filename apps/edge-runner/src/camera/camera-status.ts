import type { CameraState, DropReason, LatencyPercentiles } from '@ocelli/rx';
import type { PictureBox } from '../events/runner-event.js';

/** What a camera of the runner does. */
export const CAMERA_PHASES = [
  'loading',
  'connecting',
  'live',
  'silent',
  'reconnecting',
  'failed',
  'ended',
  'stopped',
] as const;
export type CameraPhase = (typeof CAMERA_PHASES)[number];

/** Beside the reasons of the stream: frames that the source let go because nobody took them in time. */
export type RunnerDropReason = DropReason | 'not-delivered';

export interface NamedScore {
  readonly label: string;
  /** English, from the model's card. */
  readonly name: string;
  readonly score: number;
}

/** Something that is in the picture. */
export interface ShownBox extends PictureBox {
  /** Undefined while it has none. */
  readonly name: string | undefined;
  readonly score: number;
}

/** Everything that is known of a camera at one moment, as JSON. */
export interface CameraStatus {
  readonly id: string;
  readonly name: string;
  /** A path, a device, or a URL without its credentials. */
  readonly source: string;
  readonly isSimulated: boolean;
  readonly model: string;
  readonly phase: CameraPhase;
  /** Why it is not live. */
  readonly cause?: string;
  readonly remedy?: string;
  readonly isReady: boolean;
  /** Undefined before the first frame, and of files. */
  readonly health?: CameraState;
  /** Labels that entered and have not left. */
  readonly steady: readonly NamedScore[];
  /** The best label of the last decision, entered or not. */
  readonly guess?: NamedScore;
  readonly boxes: readonly ShownBox[];
  /** Decisions per second, of the last seconds. */
  readonly fps: number;
  /** From capture to decision, of the last seconds. */
  readonly latencyMs?: LatencyPercentiles;
  /** Since the start. */
  readonly decisions: number;
  readonly drops: Readonly<Partial<Record<RunnerDropReason, number>>>;
  readonly events: number;
  /** Numbers of the last frames that were received; gaps are drops. */
  readonly lastFrameAt?: string;
}
