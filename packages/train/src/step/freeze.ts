import { InvalidArgumentError } from '@ocelli/core';
import { createGraphIndex, nodeInputs, type OnnxModel } from '@ocelli/onnx';
import type { ClassifierHead } from '../transfer/find-head.js';
import type { WeightedLayer } from './weighted-layers.js';

/**
 * Which layers keep their weights. `upTo` a name: the node or value of that name and everything it is
 * computed from. `upTo` a fraction: so much of the convolutions and matrix products, counted from the
 * input, with the normalisations between them. Frozen normalisations use their stored statistics.
 */
export type FreezeConfig = 'none' | 'all-but-head' | { readonly upTo: string | number };

const refuse = (expected: string, actual: string): never => {
  throw new InvalidArgumentError({ argument: 'options.freeze', expected, actual });
};

/** The nodes that a node or value of this name is computed from, and it itself. */
const frozenBefore = (model: OnnxModel, name: string): ReadonlySet<unknown> => {
  const index = createGraphIndex(model);
  const start = index.topologicalOrder.find((node) => node.name === name) ?? index.producer(name);
  if (start === undefined) return refuse('the name of a node or of a value it makes', `"${name}"`);
  const frozen = new Set<unknown>();
  const stack = [start];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (frozen.has(node)) continue;
    frozen.add(node);
    stack.push(...nodeInputs(node).flatMap((value) => index.producer(value) ?? []));
  }
  return frozen;
};

const afterFraction = (layers: readonly WeightedLayer[], fraction: number): WeightedLayer[] => {
  if (!(fraction >= 0 && fraction <= 1)) return refuse('a fraction from 0 to 1', String(fraction));
  const products = layers.filter(({ isProduct }) => isProduct);
  const first = products[Math.floor(fraction * products.length)];
  return first === undefined ? [] : layers.slice(layers.indexOf(first));
};

/**
 * The layers that are trained.
 *
 * @throws InvalidArgumentError when nothing is left to train, or `upTo` names nothing.
 */
export const trainedLayers = (
  model: OnnxModel,
  layers: readonly WeightedLayer[],
  head: () => ClassifierHead,
  freeze: FreezeConfig,
): readonly WeightedLayer[] => {
  const select = (): readonly WeightedLayer[] => {
    if (freeze === 'none') return layers;
    if (freeze === 'all-but-head') {
      const { weight, bias = '' } = head();
      return layers.filter(
        ({ parameters }) => parameters.includes(weight) || parameters.includes(bias),
      );
    }
    if (typeof freeze.upTo === 'number') return afterFraction(layers, freeze.upTo);
    const frozen = frozenBefore(model, freeze.upTo);
    return layers.filter(({ node }) => !frozen.has(node));
  };
  const trained = select();
  if (trained.length > 0) return trained;
  return refuse('something that leaves float32 weights to train', JSON.stringify(freeze));
};
