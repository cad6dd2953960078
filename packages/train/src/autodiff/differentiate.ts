import { createTensor, elementCount, InvalidArgumentError } from '@ocelli/core';
import {
  createGraphIndex,
  describeNode,
  type GraphBuilder,
  type GraphIndex,
  inferShapes,
  isStandardDomain,
  nodeInputs,
  type OnnxDType,
  type OnnxNode,
  type ValueShape,
} from '@ocelli/onnx';
import { NotDifferentiableError, UnknownShapeError } from './differentiation-errors.js';
import type { VjpContext, VjpRule } from './vjp-rule.js';
import { isDifferentiableOperator, VJP_RULES } from './vjp-rules.js';

export interface DifferentiateOptions {
  /** The value with one element whose gradient is taken. */
  readonly loss: string;
  /** The values to differentiate by: inputs, initializers or results of nodes. */
  readonly wrt: readonly string[];
}

/** The oldest opset whose operators the rules are written in. */
const OLDEST_OPSET = 15;
const FLOATS: readonly (OnnxDType | undefined)[] = ['float32', 'float64', 'float16', undefined];

interface Path {
  readonly index: GraphIndex;
  readonly shapes: ReadonlyMap<string, ValueShape>;
  /** For each value that depends on some of `wrt`: on which. */
  readonly origins: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Follows `wrt` forward through floating-point values; shapes, indices and masks carry no gradient. */
const tracePath = (g: GraphBuilder, wrt: readonly string[]): Path => {
  const model = g.build();
  const index = createGraphIndex(model);
  const { shapes } = inferShapes(model);
  const origins = new Map<string, ReadonlySet<string>>(wrt.map((name) => [name, new Set([name])]));
  for (const node of index.topologicalOrder) {
    const before = nodeInputs(node).flatMap((name) => [...(origins.get(name) ?? [])]);
    if (before.length === 0) continue;
    for (const name of node.output) {
      if (name === '' || !FLOATS.includes(shapes.get(name)?.dtype)) continue;
      origins.set(name, new Set([...before, ...(origins.get(name) ?? [])]));
    }
  }
  return { index, shapes, origins };
};

const checkArguments = (
  g: GraphBuilder,
  { loss, wrt }: DifferentiateOptions,
  { index }: Path,
): void => {
  const unknown = [loss, ...wrt].filter((name) => !index.values.has(name));
  if (unknown.length > 0) {
    throw new InvalidArgumentError({
      argument: 'options',
      expected: 'names of values of the graph',
      actual: `"${unknown.join('", "')}", which nothing produces`,
    });
  }
  if (g.opset < OLDEST_OPSET) {
    throw new InvalidArgumentError({
      argument: 'g',
      expected: `a graph of opset ${OLDEST_OPSET} or newer`,
      actual: `one of opset ${g.opset}`,
      remedy: 'Pass the model through upgradeOpset first.',
    });
  }
};

/** Makes one of each scalar and vector, however often rules ask for it. */
const createConstants = (
  g: GraphBuilder,
): Pick<VjpContext, 'int64'> & {
  scalar: (dtype: OnnxDType, value: number) => string;
} => {
  const made = new Map<string, string>();
  const once = (key: string, make: () => string): string => {
    const name = made.get(key) ?? make();
    made.set(key, name);
    return name;
  };
  return {
    int64: (values) => once(`int64 ${values.join()}`, () => g.int64('backward_ints', values)),
    scalar: (dtype, value) =>
      once(`${dtype} ${value}`, () =>
        g.scalar('backward_scalar', dtype === 'float64' ? 'float64' : 'float32', value),
      ),
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
  const path = tracePath(g, options.wrt);
  checkArguments(g, options, path);
  const { loss, wrt } = options;
  const { index, shapes, origins } = path;
  const constants = createConstants(g);

  const dims = (value: string): readonly number[] => {
    const known = shapes.get(value)?.dims;
    const numbers = known?.filter((dim) => typeof dim === 'number');
    if (numbers === undefined || numbers.length !== known?.length) {
      throw new UnknownShapeError({ value, dims: known });
    }
    return numbers;
  };
  const dtype = (value: string): OnnxDType => {
    const shape = shapes.get(value);
    if (shape?.dtype === undefined) throw new UnknownShapeError({ value, dims: shape?.dims });
    return shape.dtype;
  };
  const refuse = (node: OnnxNode, reason: string): never => {
    const { domain, opType = '' } = node;
    const upstream = node.input.flatMap((name) => [...(origins.get(name) ?? [])]);
    throw new NotDifferentiableError({
      node: describeNode(node),
      operator: isStandardDomain(domain) ? opType : `${domain}.${opType}`,
      reason,
      upstream: [...new Set(upstream)],
    });
  };
  const contextOf = (node: OnnxNode, cotangents: VjpContext['cotangents']): VjpContext => ({
    g,
    node,
    inputs: node.input,
    outputs: node.output,
    cotangents,
    dims,
    dtype,
    constant: (value) => {
      const elements = shapes.get(value)?.elements?.filter((each) => typeof each === 'number');
      const isKnown = elements?.length === shapes.get(value)?.elements?.length;
      return elements !== undefined && isKnown
        ? elements
        : refuse(node, `its operand "${value}" is not constant`);
    },
    needs: (position) => origins.has(node.input[position] ?? ''),
    scalar: (value) => constants.scalar(dtype(node.output[0] ?? ''), value),
    int64: constants.int64,
    refuse: (reason) => refuse(node, reason),
  });

  const contributions = new Map<string, string[]>();
  const cotangentOf = (value: string): string | undefined => {
    const parts = contributions.get(value) ?? [];
    if (parts.length < 2) return parts[0];
    const total = g.node('Sum', parts, {}, { name: `${value}_gradient` });
    contributions.set(value, [total]);
    return total;
  };

  const lossDims = dims(loss);
  if (elementCount(lossDims) !== 1) {
    throw new InvalidArgumentError({
      argument: 'loss',
      expected: 'a value with one element',
      actual: `"${loss}" with dims [${lossDims.join(', ')}]`,
    });
  }
  const one = createTensor(dtype(loss) === 'float64' ? 'float64' : 'float32', lossDims);
  one.data[0] = 1;
  contributions.set(loss, [g.initializer(`${loss}_cotangent`, one)]);

  for (const node of [...index.topologicalOrder].reverse()) {
    if (!node.input.some((name) => origins.has(name))) continue;
    const cotangents = node.output.map(cotangentOf);
    if (cotangents.every((cotangent) => cotangent === undefined)) continue;
    const rule = ruleOf(node) ?? refuse(node, `there is no rule for ${node.opType ?? ''}`);
    rule(contextOf(node, cotangents)).forEach((cotangent, position) => {
      const input = node.input[position];
      if (cotangent === undefined || input === undefined || !origins.has(input)) return;
      contributions.set(input, [...(contributions.get(input) ?? []), cotangent]);
    });
  }
  const unused = wrt.filter((name) => cotangentOf(name) === undefined);
  if (unused.length > 0) {
    throw new InvalidArgumentError({
      argument: 'wrt',
      expected: `values that "${loss}" depends on`,
      actual: `"${unused.join('", "')}", which it does not depend on`,
      remedy: 'Leave them out.',
    });
  }
  return new Map(wrt.map((name) => [name, cotangentOf(name) ?? '']));
};
