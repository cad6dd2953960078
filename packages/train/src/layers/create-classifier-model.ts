import type { Dim, OnnxModel } from '@ocelli/onnx';
import { type Architecture, buildArchitectureModel } from '@ocelli/onnx/architectures';
import { randomParameters } from './random-parameters.js';

export interface ClassifierModelOptions {
  readonly classCount: number;
  readonly seed: number;
  /** Height and width of the pictures. Default: what the network was published for. */
  readonly inputSize?: number;
  /** Default 3. */
  readonly channels?: number;
  /** First dim of the input. Default `N`, which is free. */
  readonly batch?: Dim;
}

/**
 * Builds an untrained classifier, `input` `[batch, channels, size, size]` to `logits` `[batch, classCount]`: a
 * model for inference with random float32 weights, from which training starts.
 *
 * @throws InvalidArgumentError for an input size that is too small for the architecture.
 *
 * @example
 * const model = createClassifierModel(edgeNet, { classCount: 43, inputSize: 48, seed: 1 });
 */
export const createClassifierModel = (
  architecture: Architecture,
  { seed, ...options }: ClassifierModelOptions,
): OnnxModel =>
  buildArchitectureModel(architecture, {
    ...options,
    parameters: (graph) => randomParameters(graph, { seed, scheme: architecture.initialization }),
  });
