import { InvalidArgumentError } from '@ocelli/core';
import { createNameScope } from '../build/name-scope.js';
import { createGraphIndex } from '../graph/graph-index.js';
import { graphOf, isStandardDomain, opsetOf } from '../model/model-parts.js';
import type { OnnxModel, OnnxOperatorSet } from '../model/onnx-model.js';
import { renameValues } from './rename-values.js';
import { upgradeOpset } from './upgrade-opset.js';

/** The operator sets of both; of the standard one both have the same version by now. */
const mergeOpsets = (first: OnnxModel, second: OnnxModel): OnnxOperatorSet[] => {
  const merged = [...first.opsetImport];
  for (const set of second.opsetImport) {
    const domain = set.domain ?? '';
    if (isStandardDomain(domain)) continue;
    const other = merged.find((known) => (known.domain ?? '') === domain);
    if (other === undefined) merged.push(set);
    else if (other.version !== set.version) {
      throw new InvalidArgumentError({
        argument: 'second',
        expected: `a model with version ${other.version} of the operator set ${domain}`,
        actual: `one with version ${set.version}`,
      });
    }
  }
  return merged;
};

/** Gives the values and nodes of `second` names that `first` does not have. */
const withoutCollisions = (
  first: OnnxModel,
  second: OnnxModel,
  connections: Readonly<Record<string, string>>,
): OnnxModel => {
  const scope = createNameScope(createGraphIndex(first).values);
  const { values } = createGraphIndex(second);
  const connected = Object.keys(connections);
  const apart = [...values].filter((value) => !connected.includes(value));
  // Claimed first, so that only names that collide change.
  const colliding = apart.filter((value) => !scope.claim(value));
  const spare = Object.fromEntries(colliding.map((value) => [value, scope.unique(value)]));
  // A connected input goes by the name of what feeds it, which must be free among the others.
  const renamed = renameValues(second, spare);
  const nodeNames = createNameScope(graphOf(first).node.map(({ name = '' }) => name));
  const graph = graphOf(renamed);
  const node = graph.node.map((each) =>
    each.name ? { ...each, name: nodeNames.unique(each.name) } : each,
  );
  return renameValues({ ...renamed, graph: { ...graph, node } }, connections);
};

/**
 * Joins two models: inputs of `second` take outputs of `first`. Values and nodes of `second` whose names
 * `first` has too are renamed. The older model is brought to the opset of the newer. The result has
 * the unconnected inputs of both, and the unconnected outputs of `first` followed by those of `second`.
 *
 * @throws InvalidArgumentError when a connection names no input of `second` or no output of `first`.
 * @throws UnsupportedRewriteError when the older model cannot be brought to the newer opset.
 */
export const composeModels = (
  first: OnnxModel,
  second: OnnxModel,
  { connections }: { readonly connections: Readonly<Record<string, string>> },
): OnnxModel => {
  const opset = Math.max(opsetOf(first), opsetOf(second));
  const head = upgradeOpset(first, opset);
  const headIndex = createGraphIndex(head);
  const upgraded = upgradeOpset(second, opset);
  const tailInputs = createGraphIndex(upgraded).inputs;
  for (const [input, output] of Object.entries(connections)) {
    if (tailInputs.includes(input) && headIndex.outputs.includes(output)) continue;
    throw new InvalidArgumentError({
      argument: 'connections',
      expected: `a map from inputs (${tailInputs.join(', ')}) to outputs (${headIndex.outputs.join(', ')})`,
      actual: `a map with ${input}: ${output}`,
    });
  }
  const tail = withoutCollisions(head, upgraded, connections);
  const [a, b] = [graphOf(head), graphOf(tail)];
  const fed = new Set(Object.values(connections));
  const irVersion = [head.irVersion ?? 0n, tail.irVersion ?? 0n].reduce((x, y) => (x > y ? x : y));
  return {
    ...tail,
    irVersion,
    opsetImport: mergeOpsets(head, tail),
    functions: [...head.functions, ...tail.functions],
    graph: {
      ...b,
      node: [...a.node, ...b.node],
      initializer: [...a.initializer, ...b.initializer],
      sparseInitializer: [...a.sparseInitializer, ...b.sparseInitializer],
      input: [...a.input, ...b.input.filter(({ name = '' }) => !fed.has(name))],
      output: [...a.output.filter(({ name = '' }) => !fed.has(name)), ...b.output],
      valueInfo: [...a.valueInfo, ...b.valueInfo],
      quantizationAnnotation: [...a.quantizationAnnotation, ...b.quantizationAnnotation],
    },
  };
};
