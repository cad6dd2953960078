import { createTensor, elementCount } from '@ocelli/core';
import type { GraphBuilder } from '@ocelli/onnx';
import {
  type Distribution,
  initialDistribution,
  type InitializationScheme,
  type ParameterSource,
} from '@ocelli/onnx/architectures';
import { createRandom, type Random } from '../random/random.js';

export interface RandomParametersOptions {
  readonly seed: number;
  /** Of the architecture: `architecture.initialization`. */
  readonly scheme: InitializationScheme;
}

const exhausted = (distribution: never): never => distribution;

/** A function that draws one element. Fan out is `out * kH * kW`, as PyTorch counts it in groups too. */
const drawFrom = (
  distribution: Distribution,
  random: Random,
  { dims, fanIn }: { readonly dims: readonly number[]; readonly fanIn: number },
): (() => number) => {
  switch (distribution.kind) {
    case 'constant':
      return () => distribution.value;
    case 'normal':
      return () => random.normal() * distribution.deviation;
    case 'fan-normal': {
      const fanOut = elementCount(dims) / (dims[1] ?? 1);
      const deviation = Math.sqrt(distribution.gain / (distribution.fan === 'in' ? fanIn : fanOut));
      return () => random.normal() * deviation;
    }
    case 'fan-uniform': {
      const bound = Math.sqrt(distribution.gain / fanIn);
      return () => (2 * random.uniform() - 1) * bound;
    }
    default:
      return exhausted(distribution);
  }
};

/**
 * Makes float32 initializers with random first values, drawn for each parameter from the seed and its name: the same
 * seed gives the same bytes, whatever else the network holds.
 */
export const randomParameters =
  (graph: GraphBuilder, { seed, scheme }: RandomParametersOptions): ParameterSource =>
  (name, dims, role, fanIn) => {
    const random = createRandom(seed, 'parameter', name);
    const draw = drawFrom(initialDistribution(scheme, name, dims, role), random, { dims, fanIn });
    const tensor = createTensor('float32', [...dims]);
    for (let at = 0; at < tensor.data.length; at += 1) tensor.data[at] = draw();
    return graph.initializer(name, tensor);
  };
