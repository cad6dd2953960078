import type { CameraStatus } from './camera/camera-status.js';
import type { ModelStatus } from './model/model-pool.js';
import type { SinkStatus } from './sinks/event-sink.js';

/** Everything that is known of a runner at one moment, as JSON. */
export interface RunnerStatus {
  readonly startedAt: string;
  readonly uptimeMs: number;
  readonly state: 'running' | 'draining' | 'stopped';
  /** Models are loaded and all cameras live, or at their end. */
  readonly isReady: boolean;
  readonly cameras: readonly CameraStatus[];
  readonly models: readonly ModelStatus[];
  readonly sinks: readonly SinkStatus[];
  /** Why the last new configuration was not taken; the one before runs on. */
  readonly reloadError?: string;
  readonly process: { readonly rssBytes: number; readonly cpuSeconds: number };
}
