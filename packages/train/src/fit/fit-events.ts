import type { EpochRecord } from './fit-progress.js';

/** After each step. */
export interface FitStepEvent {
  readonly kind: 'step';
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Within the epoch, from 1. */
  readonly stepInEpoch: number;
  readonly stepsPerEpoch: number;
  /** Of the whole run, from 1. */
  readonly step: number;
  /** Of this step. */
  readonly loss: number;
  /** Means of the epoch so far. */
  readonly meanLoss: number;
  /** 0..1 */
  readonly accuracy: number;
  readonly learningRate: number;
  /** Norm of all gradients before clipping; only where they are clipped. */
  readonly gradientNorm?: number;
  /** Over the steps of this epoch since it was begun or resumed. */
  readonly imagesPerSecond: number;
  /** How long training waited for the batch. */
  readonly stalledMs: number;
  /** How long the step took, without the wait. */
  readonly stepMs: number;
  /** Time left in the run at this speed, without evaluations. */
  readonly remainingMs: number;
}

/** After each epoch, evaluated. */
export interface FitEpochEvent {
  readonly kind: 'epoch';
  readonly epochs: number;
  readonly record: EpochRecord;
  readonly isBest: boolean;
}

/** A checkpoint was stored. */
export interface FitCheckpointEvent {
  readonly kind: 'checkpoint';
  readonly step: number;
  readonly bytes: number;
}

/** A stored checkpoint was taken up. */
export interface FitResumeEvent {
  readonly kind: 'resume';
  readonly step: number;
  /** Epochs finished. */
  readonly epoch: number;
}

export type FitEvent = FitStepEvent | FitEpochEvent | FitCheckpointEvent | FitResumeEvent;
