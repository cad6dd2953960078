import type { Tensor } from '@ocelli/core';
import type { OnnxModel } from '@ocelli/onnx';

/** Names of the values that a training step is fed and hands back. */
export const STEP_VALUES = {
  images: 'images',
  targets: 'targets',
  learningRate: 'learning_rate',
  stepNumber: 'step_number',
  loss: 'loss',
  logits: 'logits',
  gradientNorm: 'gradient_norm',
} as const;

/** Name of the moving average that is kept beside a parameter or statistic. */
export const averageOf = (name: string): string => `${name}.average`;

/** A random 0-or-1/(1-rate) tensor that is fed at every step in place of a Dropout's own randomness. */
export interface DropoutMask {
  readonly input: string;
  readonly dims: readonly number[];
  readonly rate: number;
}

/** A whole training step (forward, backward, update) as one graph, and what it starts from. */
export interface TrainingStep {
  readonly model: OnnxModel;
  /** Trained parameters, by their names in the classifier. */
  readonly parameters: readonly string[];
  /** Batch-norm statistics that the step updates, by their names in the classifier. */
  readonly buffers: readonly string[];
  /** Input name to output name of everything that is kept between steps: see `GraphSessionOptions`. */
  readonly carries: Readonly<Record<string, string>>;
  /** Values of all carried inputs before the first step. */
  readonly initialState: Readonly<Record<string, Tensor<'float32'>>>;
  readonly dropoutMasks: readonly DropoutMask[];
}
