import { type CameraFrame, closeFrame } from './camera-frame.js';

/** Why a frame did not become a decision. */
export const DROP_REASONS = [
  /** `classifyLatest`: a newer frame came while the classifier was busy. */
  'superseded',
  /** `classifyLatest`: older than `maxAgeMs` when its turn came. */
  'too-old',
  /** `classifyLatest`: older than `maxAgeMs` when its classification was ready. */
  'too-late',
  /** `classifyQueued`: the queue was full. */
  'queue-full',
  /** The classifier completed without a classification. */
  'no-decision',
  /** `sampleEvery`: between two samples. */
  'not-sampled',
  /** `motionGate`: nothing moved. */
  'no-motion',
  /** `withCameraHealth`: the picture, or the camera, is not fit to be classified. */
  'unfit-picture',
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** A frame that was closed without a decision. Every frame ends as one drop or one decision. */
export interface FrameDrop {
  readonly kind: 'drop';
  readonly cameraId: string;
  readonly sequence: number;
  /** Microseconds on the scheduler's clock. */
  readonly capturedUs: number;
  readonly reason: DropReason;
}

/** Closes the frame and says why. */
export const dropFrame = (item: CameraFrame, reason: DropReason): FrameDrop => {
  closeFrame(item);
  const { cameraId, capturedUs, frame } = item;
  return { kind: 'drop', cameraId, sequence: frame.sequence, capturedUs, reason };
};
