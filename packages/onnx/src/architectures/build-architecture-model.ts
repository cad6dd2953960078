import { createGraphBuilder, type GraphBuilder } from '../build/graph-builder.js';
import type { OnnxModel } from '../model/onnx-model.js';
import type { Dim } from '../model/value-info.js';
import type { Architecture } from './architecture.js';
import { constantParameters } from './constant-parameters.js';
import { createLayers, type ParameterSource } from './layers.js';

export interface ArchitectureModelOptions {
  /** Default 1000, the classes of ImageNet. */
  readonly classCount?: number;
  /** Height and width of the pictures. Default: what the network was published for. */
  readonly inputSize?: number;
  /** Default 3. */
  readonly channels?: number;
  /** First dim of the input. Default: free. */
  readonly batch?: Dim;
  /** Where the parameters come from. Default: constants, which makes the model light. */
  readonly parameters?: (graph: GraphBuilder) => ParameterSource;
}

/**
 * Builds a model of an architecture: `input` `[N, channels, size, size]` to `logits` `[N, classCount]`.
 *
 * @throws InvalidArgumentError for an input size that is too small for the architecture.
 *
 * @example
 * const bytes = encodeModel(buildArchitectureModel(resnet50)); // 70 KB; runs like the real one
 */
export const buildArchitectureModel = (
  architecture: Architecture,
  {
    classCount = 1000,
    inputSize = architecture.inputSize,
    channels = 3,
    batch = 'N',
    parameters = constantParameters,
  }: ArchitectureModelOptions = {},
): OnnxModel => {
  const { id, forward } = architecture;
  const graph = createGraphBuilder({ name: id });
  const value = graph.input('input', 'float32', [batch, channels, inputSize, inputSize]);
  const layers = createLayers(graph, parameters(graph));
  const logits = forward(layers, { value, channels, size: inputSize }, classCount);
  const output = graph.node('Identity', [logits.value], {}, { name: 'logits' });
  graph.output(output, 'float32', [batch, classCount]);
  return graph.build();
};
