import type { LoadClassifier } from '../model/model-pool.js';

/** What the doctor looks with. */
export interface DoctorParts {
  /** Path of the configuration. Default: the three simulated cameras. */
  readonly file?: string;
  readonly loadClassifier: LoadClassifier;
  /** Runs a tiny model and tells on what. */
  readonly probeRuntime: () => Promise<{ readonly executionProvider: string }>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** As `process.versions.node`. */
  readonly nodeVersion: string;
  /** Free bytes on the disk of a folder. */
  readonly freeBytes: (folder: string) => Promise<number>;
  /** Longest wait for the first frame of a camera. */
  readonly cameraTimeoutMs: number;
  readonly signal: AbortSignal;
}
