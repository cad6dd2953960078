import type { Classification, RegionOfInterest } from '@ocelli/core';

/** What a classifier decided on one frame of a camera. The frame itself is closed. */
export interface FrameDecision<L extends string = string> {
  readonly kind: 'decision';
  readonly cameraId: string;
  readonly sequence: number;
  /** Capture time in microseconds on the scheduler's clock. */
  readonly capturedUs: number;
  /** When the classification was ready, on the same clock; minus `capturedUs` it is the latency. */
  readonly decidedUs: number;
  readonly regionOfInterest?: RegionOfInterest;
  readonly classification: Classification<L>;
}
