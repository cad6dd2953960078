import type { Tensor } from '@ocelli/core';
import type { GraphBuilder } from '@ocelli/onnx';

/** What an optimizer is appended to, for one parameter. */
export interface UpdateContext {
  readonly g: GraphBuilder;
  readonly parameter: string;
  readonly gradient: string;
  readonly dims: readonly number[];
  /** Scalar, fed at every step. */
  readonly learningRate: string;
  /** Scalar float32, fed at every step: 1 at the first. */
  readonly stepNumber: string;
  /** Values of the state before this step, by the names that `initialState` gave. */
  readonly state: Readonly<Record<string, string>>;
  /** False for biases and normalisation parameters where the optimizer was told to spare them. */
  readonly decays: boolean;
}

/** An update rule: appends itself for each parameter. */
export interface Optimizer {
  readonly kind: 'sgd' | 'adamw';
  /** Whether weight decay spares parameters with fewer than two dims. */
  readonly sparesVectors: boolean;
  /** State of one parameter before the first step, by name; empty where the optimizer keeps none. */
  readonly initialState: (dims: readonly number[]) => Readonly<Record<string, Tensor<'float32'>>>;
  readonly append: (context: UpdateContext) => {
    readonly parameter: string;
    readonly state: Readonly<Record<string, string>>;
  };
}
