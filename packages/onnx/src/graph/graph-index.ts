import { InvalidGraphError } from '../errors/graph-errors.js';
import { nestedGraphs } from '../model/attributes.js';
import { graphOf } from '../model/model-parts.js';
import type { OnnxGraph, OnnxModel, OnnxNode, OnnxTensor } from '../model/onnx-model.js';

/** Who makes and who uses each value of a graph. Optional values that are left out never appear. */
export interface GraphIndex {
  /** The nodes, each after the producers of its inputs; in the file's order where that allows. */
  readonly topologicalOrder: readonly OnnxNode[];
  /** Names of the values that are fed: declared inputs without an initializer. */
  readonly inputs: readonly string[];
  /** Names of the outputs. */
  readonly outputs: readonly string[];
  /** Names of all values: inputs, initializers and outputs of nodes. */
  readonly values: ReadonlySet<string>;
  /** The node that makes a value; undefined for inputs and initializers. */
  readonly producer: (value: string) => OnnxNode | undefined;
  /** The nodes that use a value, also from within their nested graphs. */
  readonly consumers: (value: string) => readonly OnnxNode[];
  readonly initializer: (value: string) => OnnxTensor | undefined;
}

/** Values of the enclosing graph that a nested graph reads. */
const capturedValues = (graph: OnnxGraph): string[] => {
  const local = new Set([
    ...graph.input.map(({ name = '' }) => name),
    ...graph.initializer.map(({ name = '' }) => name),
    ...graph.node.flatMap(({ output }) => output),
  ]);
  const used = [
    ...graph.node.flatMap((node) => nodeInputs(node)),
    ...graph.output.map(({ name = '' }) => name),
  ];
  return used.filter((name) => !local.has(name));
};

/** The values that a node uses, once each: its inputs, and what its nested graphs capture. */
export const nodeInputs = (node: OnnxNode): string[] => [
  ...new Set([...node.input.filter(Boolean), ...nestedGraphs(node).flatMap(capturedValues)]),
];

/** The values that a node makes; optional outputs that are left out are not among them. */
export const nodeOutputs = (node: OnnxNode): string[] => node.output.filter(Boolean);

/** A node's name for messages: its own, or its operator and first output. */
export const describeNode = (node: OnnxNode): string =>
  node.name ? `"${node.name}" (${node.opType})` : `${node.opType} -> "${node.output[0]}"`;

/** Depth-first, dependencies before the node; iterative, as chains are longer than the call stack. */
const orderNodes = (
  nodes: readonly OnnxNode[],
  producers: ReadonlyMap<string, OnnxNode>,
): OnnxNode[] => {
  const done = new Set<OnnxNode>();
  const open = new Set<OnnxNode>();
  const pending = (node: OnnxNode): OnnxNode[] =>
    nodeInputs(node).flatMap((value) => {
      const producer = producers.get(value);
      return producer === undefined || done.has(producer) ? [] : [producer];
    });
  for (const first of nodes) {
    const stack = [first];
    for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
      const dependencies = done.has(node) ? [] : pending(node);
      if (dependencies.length === 0) {
        done.add(node);
        stack.pop();
      } else if (open.has(node)) {
        throw new InvalidGraphError({ problems: [`${describeNode(node)} depends on itself`] });
      } else {
        open.add(node);
        stack.push(...dependencies);
      }
    }
  }
  return [...done];
};

const append = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
};

/** Values that are defined twice, or used and never defined, as clauses. */
const definitionProblems = (
  graph: OnnxGraph,
  sources: readonly string[],
  values: ReadonlySet<string>,
): string[] => {
  const seen = new Set(sources);
  const twice = graph.node
    .flatMap(nodeOutputs)
    .filter((value) => seen.size === seen.add(value).size)
    .map((value) => `"${value}" is produced twice`);
  const undefinedInputs = graph.node.flatMap((node) =>
    nodeInputs(node)
      .filter((value) => !values.has(value))
      .map((value) => `${describeNode(node)} uses "${value}", which nothing produces`),
  );
  const undefinedOutputs = graph.output
    .map(({ name = '' }) => name)
    .filter((value) => !values.has(value))
    .map((value) => `nothing produces the output "${value}"`);
  return [...twice, ...undefinedInputs, ...undefinedOutputs];
};

/**
 * Indexes the main graph of a model.
 *
 * @throws InvalidGraphError when a value has two producers or none, or when nodes form a cycle.
 */
export const createGraphIndex = (model: OnnxModel): GraphIndex => {
  const graph = graphOf(model);
  const initializers = new Map(graph.initializer.map((tensor) => [tensor.name ?? '', tensor]));
  const sparse = graph.sparseInitializer.map(({ values }) => values?.name ?? '');
  const inputs = graph.input
    .map(({ name = '' }) => name)
    .filter((name) => !initializers.has(name) && !sparse.includes(name));
  const sources = [...inputs, ...initializers.keys(), ...sparse];
  const values = new Set([...sources, ...graph.node.flatMap(nodeOutputs)]);
  const problems = definitionProblems(graph, sources, values);
  if (problems.length > 0) throw new InvalidGraphError({ problems });

  const producers = new Map<string, OnnxNode>();
  const consumers = new Map<string, OnnxNode[]>();
  for (const node of graph.node) {
    for (const value of nodeOutputs(node)) producers.set(value, node);
    for (const value of nodeInputs(node)) append(consumers, value, node);
  }
  return {
    topologicalOrder: orderNodes(graph.node, producers),
    inputs,
    outputs: graph.output.map(({ name = '' }) => name),
    values,
    producer: (value) => producers.get(value),
    consumers: (value) => consumers.get(value) ?? [],
    initializer: (value) => initializers.get(value),
  };
};
