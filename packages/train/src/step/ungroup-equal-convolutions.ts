import { createTensor, type Tensor } from '@ocelli/core';
import {
  createGraphIndex,
  createNameScope,
  graphOf,
  inferShapes,
  intAttribute,
  makeNode,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  readTensor,
  toTensorProto,
  withGraph,
} from '@ocelli/onnx';

/** The weights of one group when those of all groups are equal; the groups are parts of the first axis. */
const sharedWeights = ({ dtype, dims, data }: Tensor, groups: number): Tensor | undefined => {
  const size = data.length / groups;
  const isShared = data.every((value, at) => value === data[at % size]);
  if (!isShared) return undefined;
  return createTensor(dtype, [(dims[0] ?? 0) / groups, ...dims.slice(1)], data.slice(0, size));
};

/**
 * Writes grouped convolutions whose groups have equal stored weights (gradients read and put together
 * windows with such) as ordinary ones that take the groups as examples. WebGPU kernels of ONNX Runtime 1.30
 * compute grouped Conv with 9 and grouped ConvTranspose with 4 channels per group wrongly. All dims have to
 * be known.
 */
export const ungroupEqualConvolutions = (model: OnnxModel): OnnxModel => {
  const graph = graphOf(model);
  const { shapes } = inferShapes(model);
  const index = createGraphIndex(model);
  const scope = createNameScope(index.values);
  const added: OnnxTensor[] = [];
  const store = (base: string, tensor: Tensor): string => {
    const name = scope.unique(base);
    added.push(toTensorProto(name, tensor));
    return name;
  };
  const dimsOf = (value: string): number[] => (shapes.get(value)?.dims ?? []).map(Number);
  const shapeOf = (dims: readonly number[]): string =>
    store('ungrouped_dims', createTensor('int64', [dims.length], BigInt64Array.from(dims, BigInt)));

  const ungroup = (node: OnnxNode): OnnxNode[] => {
    const [image = '', weight = '', bias = ''] = node.input;
    const [output = ''] = node.output;
    const groups = intAttribute(node, 'group') ?? 1;
    const stored = index.initializer(weight);
    const isConvolution = node.opType === 'Conv' || node.opType === 'ConvTranspose';
    if (!isConvolution || groups === 1 || stored === undefined || bias) return [node];
    const shared = sharedWeights(readTensor(stored), groups);
    if (shared === undefined) return [node];
    const [batch = 1, channels = 1, ...size] = dimsOf(image);
    const [examples, result] = [scope.unique(`${output}_groups`), scope.unique(`${output}_groups`)];
    const split = [batch * groups, channels / groups, ...size];
    return [
      makeNode({ op: 'Reshape', inputs: [image, shapeOf(split)], outputs: [examples] }),
      {
        ...node,
        input: [examples, store(weight, shared)],
        output: [result],
        attribute: node.attribute.filter(({ name }) => name !== 'group'),
      },
      makeNode({ op: 'Reshape', inputs: [result, shapeOf(dimsOf(output))], outputs: [output] }),
    ];
  };
  const node = graph.node.flatMap(ungroup);
  const used = new Set(node.flatMap(({ input }) => input));
  return withGraph(model, {
    node,
    initializer: [...graph.initializer, ...added].filter(({ name = '' }) => used.has(name)),
  });
};
