import type { CameraState } from '@ocelli/rx';

/** In fractions of the upright picture's sides. */
export interface PictureBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What decided. */
export interface EventModel {
  readonly id: string;
  readonly version: string;
  readonly variant: string;
  readonly sha256: string | undefined;
  readonly executionProvider: string;
  readonly preprocessHash: string;
}

interface EventFields {
  /** 26 characters that sort by time. Receivers drop what they have seen by it. */
  readonly id: string;
  readonly camera: string;
  /** The pictures are drawn, no camera took them. */
  readonly simulated?: true;
  /** When the event was made, ISO 8601. */
  readonly at: string;
}

/** A label came, went, or took the place of another. */
export interface LabelRunnerEvent extends EventFields {
  readonly type: 'entered' | 'changed' | 'left';
  readonly label: string;
  /** English, from the model's card. */
  readonly name: string;
  /** `changed`: the label before. */
  readonly from?: string;
  readonly fromName?: string;
  /** 0..1; not of `left`. */
  readonly score?: number;
  /** When the frame that settled it was taken. */
  readonly capturedAt: string;
  /** When the first frame for the label was taken. */
  readonly since: string;
  /** From capture to event, in milliseconds. */
  readonly ageMs: number;
  readonly box?: PictureBox;
  /** Number of the thing that was followed, where several can be seen at a time. */
  readonly track?: number;
  readonly model: EventModel;
}

/** The camera's picture became fit or unfit to be decided on. */
export interface HealthRunnerEvent extends EventFields {
  readonly type: 'health';
  readonly state: CameraState;
  readonly previous: CameraState;
}

/** The connection to a camera changed. */
export interface SourceRunnerEvent extends EventFields {
  readonly type: 'source';
  readonly state: 'live' | 'silent' | 'reconnecting' | 'ended' | 'failed';
  readonly cause?: string;
}

export type RunnerEvent = LabelRunnerEvent | HealthRunnerEvent | SourceRunnerEvent;

/** An event before it has its id and time. */
export type EventDraft = RunnerEvent extends infer E
  ? E extends RunnerEvent
    ? Omit<E, 'id' | 'at'>
    : never
  : never;
