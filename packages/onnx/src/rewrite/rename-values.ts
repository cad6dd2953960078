import { InvalidArgumentError } from '@ocelli/core';
import { createGraphIndex } from '../graph/graph-index.js';
import { nestedGraphs } from '../model/attributes.js';
import { graphOf } from '../model/model-parts.js';
import type { OnnxGraph, OnnxModel, OnnxNode } from '../model/onnx-model.js';

const renameInNode = (node: OnnxNode, nameOf: (old: string) => string): OnnxNode => ({
  ...node,
  input: node.input.map(nameOf),
  output: node.output.map(nameOf),
  attribute:
    nestedGraphs(node).length === 0
      ? node.attribute
      : node.attribute.map((attribute) => ({
          ...attribute,
          ...(attribute.g && { g: renameInGraph(attribute.g, nameOf) }),
          graphs: attribute.graphs.map((graph) => renameInGraph(graph, nameOf)),
        })),
});

const renameInGraph = (graph: OnnxGraph, nameOf: (old: string) => string): OnnxGraph => {
  const renamed = <T extends { name?: string }>(value: T): T =>
    value.name === undefined || nameOf(value.name) === value.name
      ? value
      : { ...value, name: nameOf(value.name) };
  return {
    ...graph,
    node: graph.node.map((node) => renameInNode(node, nameOf)),
    initializer: graph.initializer.map(renamed),
    input: graph.input.map(renamed),
    output: graph.output.map(renamed),
    valueInfo: graph.valueInfo.map(renamed),
    quantizationAnnotation: graph.quantizationAnnotation.map((annotation) => ({
      ...annotation,
      tensorName: nameOf(annotation.tensorName ?? ''),
      quantParameterTensorNames: annotation.quantParameterTensorNames.map((pair) => ({
        ...pair,
        value: nameOf(pair.value ?? ''),
      })),
    })),
  };
};

/**
 * Renames inputs, outputs, stored tensors or any other values; a swap of two names is fine. Stored
 * values are shared with the given model.
 *
 * @throws InvalidArgumentError when an old name does not exist, a new one is empty, or two values would
 * have one name.
 */
export const renameValues = (
  model: OnnxModel,
  names: Readonly<Record<string, string>>,
): OnnxModel => {
  const { values } = createGraphIndex(model);
  const renames = new Map(Object.entries(names));
  const unknown = [...renames.keys()].find((name) => !values.has(name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError({
      argument: 'names',
      expected: 'a map from names of existing values',
      actual: `a map from "${unknown}", which the graph does not have`,
    });
  }
  const unnamed = [...renames].find(([, name]) => name === '');
  if (unnamed !== undefined) {
    throw new InvalidArgumentError({
      argument: 'names',
      expected: 'a map to names of at least one character',
      actual: `a map that leaves "${unnamed[0]}" without a name`,
    });
  }
  const nameOf = (old: string): string => renames.get(old) ?? old;
  if (new Set([...values].map(nameOf)).size < values.size) {
    throw new InvalidArgumentError({
      argument: 'names',
      expected: 'a map that leaves every value its own name',
      actual: 'a map that gives two values one name',
    });
  }
  return { ...model, graph: renameInGraph(graphOf(model), nameOf) };
};
