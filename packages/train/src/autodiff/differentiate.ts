import { createTensor, elementCount, InvalidArgumentError } from '@ocelli/core';
import { type GraphBuilder, isStandardDomain, type OnnxNode } from '@ocelli/onnx';
import { createBackwardConstants, createVjpContext, refuseNode } from './create-vjp-context.js';
import { type GradientPath, traceGradientPath } from './gradient-path.js';
import type { VjpRule } from './vjp-rule.js';
import { isDifferentiableOperator, VJP_RULES } from './vjp-rules.js';

export interface DifferentiateOptions {
  /** The value with one element whose gradient is taken. */
  readonly loss: string;
  /** The values to differentiate by: inputs, initializers or results of nodes. */
  readonly wrt: readonly string[];
}

/** The oldest opset whose operators the rules are written in. */
const OLDEST_OPSET = 15;

const checkArguments = (
  g: GraphBuilder,
  { loss, wrt }: DifferentiateOptions,
  { index, dims }: GradientPath,
): void => {
  if (g.opset < OLDEST_OPSET) {
    throw new InvalidArgumentError({
      argument: 'g',
      expected: `a graph of opset ${OLDEST_OPSET} or newer`,
      actual: `one of opset ${g.opset}`,
      remedy: 'Pass the model through upgradeOpset first.',
    });
  }
  const unknown = [loss, ...wrt].filter((name) => !index.values.has(name));
  if (unknown.length > 0) {
    throw new InvalidArgumentError({
      argument: 'options',
      expected: 'names of values of the graph',
      actual: `"${unknown.join('", "')}", which nothing produces`,
    });
  }
  const lossDims = dims(loss);
  if (elementCount(lossDims) !== 1) {
    throw new InvalidArgumentError({
      argument: 'loss',
      expected: 'a value with one element',
      actual: `"${loss}" with dims [${lossDims.join(', ')}]`,
    });
  }
};

/** The derivative of the loss by itself. */
const appendSeed = (g: GraphBuilder, loss: string, { dims, dtype }: GradientPath): string => {
  const one = createTensor(dtype(loss) === 'float64' ? 'float64' : 'float32', dims(loss));
  one.data[0] = 1;
  return g.initializer(`${loss}_cotangent`, one);
};

/** The cotangents that consumers hand back to each value, and their sums. */
const createCotangents = (g: GraphBuilder) => {
  const parts = new Map<string, string[]>();
  return {
    add: (value: string, cotangent: string): void => {
      parts.set(value, [...(parts.get(value) ?? []), cotangent]);
    },
    total: (value: string): string | undefined => {
      const summands = parts.get(value) ?? [];
      if (summands.length < 2) return summands[0];
      const sum = g.node('Sum', summands, {}, { name: `${value}_gradient` });
      parts.set(value, [sum]);
      return sum;
    },
  };
};

const ruleOf = ({ domain, opType = '' }: OnnxNode): VjpRule | undefined =>
  isStandardDomain(domain) && isDifferentiableOperator(opType) ? VJP_RULES[opType] : undefined;

/**
 * Appends the gradient of a scalar to the graph that computes it, in reverse mode: one vector-Jacobian
 * product for each node between `wrt` and the loss, in standard operators. All values on that path need
 * known dims.
 *
 * @returns The name of the gradient of each value of `wrt`, which has the value's dims.
 * @throws NotDifferentiableError for a node without a rule, naming what to freeze.
 * @throws UnknownShapeError when dims are missing; InvalidArgumentError when a name is not in the graph,
 * when the loss does not depend on a value of `wrt`, or when the opset is older than 15.
 *
 * @example
 * const g = extendGraph(modelWithLoss);
 * const gradients = differentiate(g, { loss: 'loss', wrt: ['fc.weight', 'fc.bias'] });
 * g.output(gradients.get('fc.weight') ?? '', 'float32');
 */
export const differentiate = (
  g: GraphBuilder,
  options: DifferentiateOptions,
): ReadonlyMap<string, string> => {
  const { loss, wrt } = options;
  const path = traceGradientPath(g, wrt);
  checkArguments(g, options, path);
  const constants = createBackwardConstants(g);
  const backward = createCotangents(g);
  backward.add(loss, appendSeed(g, loss, path));

  for (const node of [...path.index.topologicalOrder].reverse()) {
    if (!node.input.some(path.holds)) continue;
    const cotangents = node.output.map(backward.total);
    if (cotangents.every((cotangent) => cotangent === undefined)) continue;
    const rule =
      ruleOf(node) ?? refuseNode(node, path, `there is no rule for ${node.opType ?? ''}`);
    const results = rule(createVjpContext(g, path, constants, { node, cotangents }));
    results.forEach((cotangent, position) => {
      const input = node.input[position] ?? '';
      if (cotangent !== undefined && path.holds(input)) backward.add(input, cotangent);
    });
  }

  const gradients = wrt.map((name) => [name, backward.total(name)] as const);
  const idle = gradients.filter(([, gradient]) => gradient === undefined);
  if (idle.length > 0) {
    throw new InvalidArgumentError({
      argument: 'wrt',
      expected: `values that "${loss}" depends on`,
      actual: `"${idle.map(([name]) => name).join('", "')}", which it does not depend on`,
      remedy: 'Leave them out.',
    });
  }
  return new Map(gradients.map(([name, gradient = '']) => [name, gradient]));
};
