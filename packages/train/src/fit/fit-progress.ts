import type { LearningCurvePoint } from '../report/draw-learning-curves.js';

/** One finished epoch. */
export type EpochRecord = LearningCurvePoint;

/** Where a run stands, as plain data. */
export interface FitProgress {
  /** Seed of the run; a checkpoint is resumed with the same one alone. */
  readonly seed: number;
  /** Identifies the recipe that the run follows. */
  readonly recipeHash: string;
  /** Steps done in all. */
  readonly step: number;
  /** Epochs finished. */
  readonly epoch: number;
  /** Steps done of the epoch after those. */
  readonly stepInEpoch: number;
  /** Sums over these steps, from which the epoch's means are made. */
  readonly lossSum: number;
  readonly correctCount: number;
  readonly exampleCount: number;
  readonly history: readonly EpochRecord[];
  /** Number of the best epoch so far, from 1; 0 before the first. */
  readonly bestEpoch: number;
}
