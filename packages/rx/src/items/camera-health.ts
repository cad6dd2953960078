/**
 * How a camera is, the first that holds. They are states, never classes: while a camera is not `ok`, its
 * frames are not classified.
 */
export const CAMERA_STATES = [
  'no-signal',
  'frozen',
  'black',
  'over-exposed',
  'blurred',
  'ok',
] as const;
export type CameraState = (typeof CAMERA_STATES)[number];

/** A camera went from one state to another. */
export interface CameraHealthChange {
  readonly kind: 'health';
  readonly cameraId: string;
  readonly state: CameraState;
  /** Undefined for the first state of a stream. */
  readonly previous: CameraState | undefined;
  /** When it was noticed, in microseconds on the scheduler's clock. */
  readonly atUs: number;
}
