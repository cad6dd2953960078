import { createTensor, elementCount } from '@ocelli/core';
import type { GraphBuilder } from '../build/graph-builder.js';
import { toTensorProto } from '../model/tensor-proto.js';
import type { ParameterRole, ParameterSource } from './layers.js';

/** A weight averages its inputs, so activations stay in the picture's range through any depth. */
const VALUES: { readonly [R in ParameterRole]: (dims: readonly number[]) => number } = {
  weight: ([, ...fanIn]) => 1 / elementCount(fanIn),
  bias: () => 0,
  'norm-scale': () => 1,
  'norm-shift': () => 0,
  'running-mean': () => 0,
  'running-variance': () => 1,
};

/**
 * Makes parameters that are filled with one number by ConstantOfShape: the file holds their shapes and
 * no weights, and the runtime has the published work to do.
 */
export const constantParameters =
  (graph: GraphBuilder): ParameterSource =>
  (name, dims, role) => {
    const filling = createTensor('float32', [1], Float32Array.of(VALUES[role](dims)));
    const value = toTensorProto('value', filling);
    return graph.node('ConstantOfShape', [graph.int64(`${name}.shape`, dims)], { value }, { name });
  };
