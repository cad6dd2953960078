import type { GraphRuntime, Tensor } from '@ocelli/core';
import type { OnnxModel } from '@ocelli/onnx';
import type { CheckpointStore } from '../checkpoint/checkpoint-store.js';
import type { BatchSource } from '../data/batch.js';
import type { TrainingStep } from '../step/training-step.js';
import type { ValidationMetrics } from './evaluate-batches.js';
import type { FitEvent } from './fit-events.js';
import type { EpochRecord } from './fit-progress.js';

/** How training is kept on disk, or wherever the store keeps it. */
export interface CheckpointOptions {
  readonly store: CheckpointStore;
  /** Steps between checkpoints, beside the one at the end of each epoch. Default: none. */
  readonly everySteps?: number;
  /** Identifies the recipe; a checkpoint of another one is not resumed. Default: empty. */
  readonly recipeHash?: string;
}

/** Evaluates the weights so far. */
export type EvaluateWeights = (
  model: OnnxModel,
  options: { readonly epoch: number; readonly signal?: AbortSignal },
) => Promise<Pick<ValidationMetrics, 'loss' | 'accuracy'>>;

export interface FitOptions {
  readonly runtime: GraphRuntime;
  /** The classifier that `step` was made of. */
  readonly model: OnnxModel;
  readonly step: TrainingStep;
  /** Batches of the size that the step was made for. */
  readonly training: BatchSource;
  /** Evaluated after each epoch: examples, or a function that takes the exported model. */
  readonly validation?: BatchSource | EvaluateWeights;
  readonly epochs: number;
  /** Learning rate of a step of the whole run, counted from 0. */
  readonly learningRate: (step: number) => number;
  readonly seed: number;
  /** Ends training after so many epochs without a better validation. Default: never. */
  readonly patience?: number;
  /** A run whose checkpoint is in the store goes on from there. */
  readonly checkpoints?: CheckpointOptions;
  readonly onProgress?: (event: FitEvent) => void;
  /** Milliseconds of a steady clock. Default: `performance.now`. */
  readonly now?: () => number;
  /** Aborting stores a checkpoint, then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Weights and statistics by name, for `exportClassifier`. */
export type ClassifierWeights = Readonly<Record<string, Tensor>>;

export interface FitResult {
  /** Of the last epoch (moving averages where the step keeps them). */
  readonly weights: ClassifierWeights;
  /** Of the epoch with the best validation; of the last one without validation. */
  readonly bestWeights: ClassifierWeights;
  /** From 1. */
  readonly bestEpoch: number;
  readonly history: readonly EpochRecord[];
  readonly hasStoppedEarly: boolean;
}
