import type { DropReason } from './frame-drop.js';

/** Milliseconds from capture to decision, by nearest rank: 95 of 100 latencies are at most `p95`. */
export interface LatencyPercentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** How fast a camera's frames became decisions within one window. */
export interface RateReport {
  readonly kind: 'rate';
  readonly cameraId: string;
  /** End of the window, in microseconds on the scheduler's clock. */
  readonly atUs: number;
  readonly windowMs: number;
  /** Decisions per second. */
  readonly fps: number;
  readonly decisions: number;
  /** Undefined in a window without a decision. */
  readonly latencyMs: LatencyPercentiles | undefined;
  readonly drops: { readonly [R in DropReason]: number };
}
