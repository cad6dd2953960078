import { createTensor, InvalidArgumentError, type Tensor } from '@ocelli/core';
import { irVersionFor } from '../build/graph-builder.js';
import { createNameScope } from '../build/name-scope.js';
import { UnsupportedRewriteError } from '../errors/graph-errors.js';
import { createGraphIndex, describeNode } from '../graph/graph-index.js';
import { nestedGraphs } from '../model/attributes.js';
import { graphOf, isStandardDomain, opsetOf, withGraph, withOpset } from '../model/model-parts.js';
import type { OnnxModel, OnnxNode, OnnxTensor } from '../model/onnx-model.js';
import { toTensorProto } from '../model/tensor-proto.js';
import { inferShapes } from '../shapes/infer-shapes.js';
import { type Adaptation, ADAPTATIONS } from './opset-adaptations.js';
import { UNCHANGED_OPERATORS } from './unchanged-operators.js';

/** Before version 7 binary operators broadcast by an attribute; such files are rare and not read here. */
const OLDEST_OPSET = 7;
/** The newest version that the adaptations were written for. */
const NEWEST_OPSET = 18;

const unsupported = (reason: string, node?: OnnxNode): UnsupportedRewriteError =>
  new UnsupportedRewriteError({
    rewrite: 'upgradeOpset',
    reason,
    ...(node && { node: describeNode(node) }),
  });

const adaptNode = (node: OnnxNode, adaptation: Adaptation): OnnxNode[] => {
  const op = node.opType ?? '';
  if (nestedGraphs(node).length > 0) throw unsupported('it contains nested graphs', node);
  if (!isStandardDomain(node.domain) || UNCHANGED_OPERATORS.has(op)) return [node];
  const adapt = ADAPTATIONS.get(op);
  if (adapt === undefined) {
    throw unsupported(`it is not known whether ${op} means the same in a newer opset`, node);
  }
  const adapted = adapt(node, adaptation);
  if (typeof adapted === 'string') throw unsupported(adapted, node);
  return adapted;
};

/**
 * Brings a model to a newer version of the standard operator set, without changing what it computes:
 * operators whose definition changed are rewritten (attributes that became inputs, the axis of Softmax),
 * the others are known to mean the same. A model that is new enough is returned as it is.
 *
 * @throws UnsupportedRewriteError naming the node whose operator cannot be carried over, and for models
 * older than opset 7.
 * @throws InvalidArgumentError when `version` is above 18.
 */
export const upgradeOpset = (model: OnnxModel, version: number): OnnxModel => {
  const from = opsetOf(model);
  if (from >= version) return model;
  if (!Number.isInteger(version) || version > NEWEST_OPSET) {
    throw new InvalidArgumentError({
      argument: 'version',
      expected: `an opset up to ${NEWEST_OPSET}`,
      actual: String(version),
    });
  }
  if (from < OLDEST_OPSET) throw unsupported(`the model is of opset ${from}`);
  if (model.functions.length > 0) throw unsupported('the model defines its own operators');

  const graph = graphOf(model);
  const index = createGraphIndex(model);
  const { shapes } = inferShapes(model);
  const scope = createNameScope(index.values);
  const added: OnnxTensor[] = [];
  const store = (name: string, tensor: Tensor): string => {
    const unique = scope.unique(name);
    added.push(toTensorProto(unique, tensor));
    return unique;
  };
  const adaptation: Adaptation = {
    from,
    to: version,
    shapeOf: (value) => shapes.get(value),
    isUsed: (value) => index.consumers(value).length > 0 || index.outputs.includes(value),
    uniqueName: (base) => scope.unique(base),
    store,
    storeInt64: (name, values) =>
      store(name, createTensor('int64', [values.length], BigInt64Array.from(values, BigInt))),
  };
  const node = graph.node.flatMap((each) => adaptNode(each, adaptation));
  const stored = new Set(graph.initializer.map(({ name }) => name));
  const upgraded = withGraph(model, {
    node,
    initializer: [...graph.initializer, ...added],
    // Up to IR 3 every stored tensor had to be listed; from 4 on that would make it replaceable.
    input:
      (model.irVersion ?? 0n) < 4n
        ? graph.input.filter(({ name }) => !stored.has(name))
        : graph.input,
  });
  const irVersion = BigInt(Math.max(Number(model.irVersion ?? 0n), irVersionFor(version)));
  return { ...withOpset(upgraded, version), irVersion };
};
