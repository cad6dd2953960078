import { InvalidArgumentError } from '@ocelli/core';
import { createGraphIndex, nodeInputs } from '../graph/graph-index.js';
import { graphOf, withGraph } from '../model/model-parts.js';
import type { OnnxModel, OnnxNode, OnnxValueInfo } from '../model/onnx-model.js';
import { toValueInfo } from '../model/value-info.js';
import { inferShapes } from '../shapes/infer-shapes.js';

export interface SubgraphBoundary {
  /** Values that become inputs. Default: the inputs of the model, as far as they are needed. */
  readonly inputs?: readonly string[];
  /** Values that become outputs. Default: the outputs of the model. */
  readonly outputs?: readonly string[];
}

const checkBoundary = (inputs: readonly string[], outputs: readonly string[]): void => {
  if (outputs.length === 0) {
    throw new InvalidArgumentError({
      argument: 'boundary.outputs',
      expected: 'a list of at least one value',
      actual: 'empty',
    });
  }
  for (const [side, values] of Object.entries({ inputs, outputs })) {
    const repeated = values.find((value, at) => values.indexOf(value) !== at);
    if (repeated === undefined) continue;
    throw new InvalidArgumentError({
      argument: `boundary.${side}`,
      expected: 'a list that names each value once',
      actual: `one that repeats "${repeated}"`,
    });
  }
};

/** The nodes between the boundaries, and every value that they or the outputs read. */
const reach = (
  model: OnnxModel,
  inputs: readonly string[],
  outputs: readonly string[],
): { nodes: Set<OnnxNode>; used: Set<string> } => {
  const index = createGraphIndex(model);
  const unknown = [...inputs, ...outputs].find((value) => !index.values.has(value));
  if (unknown !== undefined) {
    throw new InvalidArgumentError({
      argument: 'boundary',
      expected: 'values of the graph',
      actual: `"${unknown}", which the graph does not have`,
    });
  }
  const nodes = new Set<OnnxNode>();
  const used = new Set<string>();
  const stack = [...outputs];
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (used.has(value)) continue;
    used.add(value);
    if (inputs.includes(value)) continue;
    const node = index.producer(value);
    if (node !== undefined) {
      nodes.add(node);
      stack.push(...nodeInputs(node));
    } else if (index.initializer(value) === undefined) {
      throw new InvalidArgumentError({
        argument: 'boundary.inputs',
        expected: 'values that everything up to the outputs can be computed from',
        actual: `a list without "${value}"`,
      });
    }
  }
  return { nodes, used };
};

/**
 * Cuts out the part of a graph that lies between values, and drops what does not lead to the outputs.
 * New inputs and outputs get the dtype and dims that shape inference finds. Stored values are shared.
 *
 * @throws InvalidArgumentError when a value does not exist or is named twice, its dtype is unknown, there
 * are no outputs, or they depend on an input of the model that is not among `inputs`.
 */
export const extractSubgraph = (model: OnnxModel, boundary: SubgraphBoundary): OnnxModel => {
  const graph = graphOf(model);
  const index = createGraphIndex(model);
  const { inputs = index.inputs, outputs = index.outputs } = boundary;
  checkBoundary(inputs, outputs);
  const { nodes, used } = reach(model, inputs, outputs);
  const { shapes } = inferShapes(model);
  const declared = new Map([...graph.input, ...graph.output].map((info) => [info.name, info]));
  const declare = (value: string): OnnxValueInfo => {
    const info = declared.get(value);
    if (info !== undefined) return info;
    const { dtype, dims } = shapes.get(value) ?? {};
    if (dtype === undefined) {
      throw new InvalidArgumentError({
        argument: 'boundary',
        expected: 'values whose dtype can be inferred',
        actual: `"${value}", of unknown dtype`,
      });
    }
    return toValueInfo(value, dtype, dims);
  };
  return withGraph(model, {
    node: graph.node.filter((node) => nodes.has(node)),
    initializer: graph.initializer.filter(
      ({ name = '' }) => used.has(name) && !inputs.includes(name),
    ),
    input: inputs.filter((value) => boundary.inputs !== undefined || used.has(value)).map(declare),
    output: outputs.map(declare),
    valueInfo: graph.valueInfo.filter(({ name = '' }) => used.has(name)),
    quantizationAnnotation: graph.quantizationAnnotation.filter(({ tensorName = '' }) =>
      used.has(tensorName),
    ),
  });
};
