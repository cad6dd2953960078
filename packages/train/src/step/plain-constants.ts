import { createTensor, elementCount, type Tensor } from '@ocelli/core';
import {
  createGraphIndex,
  findAttribute,
  graphOf,
  intsAttribute,
  isStandardDomain,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  readTensor,
  tensorDims,
  toTensorProto,
  withGraph,
} from '@ocelli/onnx';

/** Reorders the axes of a tensor as the operator Transpose does. */
export const transposeTensor = ({ dtype, dims, data }: Tensor, perm: readonly number[]): Tensor => {
  const outDims = perm.map((axis) => dims[axis] ?? 1);
  const strides = dims.map((_, axis) => elementCount(dims.slice(axis + 1)));
  const steps = perm.map((axis) => strides[axis] ?? 1);
  const out = createTensor(dtype, outDims);
  const position = outDims.map(() => 0);
  let from = 0;
  for (let to = 0; to < out.data.length; to += 1) {
    out.data[to] = data[from] ?? 0;
    for (let axis = outDims.length - 1; axis >= 0; axis -= 1) {
      const step = steps[axis] ?? 0;
      const next = (position[axis] ?? 0) + 1;
      from += step;
      if (next < (outDims[axis] ?? 1)) {
        position[axis] = next;
        break;
      }
      from -= step * next;
      position[axis] = 0;
    }
  }
  return out;
};

/** The tensor that a Constant node holds, in any of the forms that float weights come in. */
const constantValue = (node: OnnxNode): OnnxTensor | undefined => {
  const tensor = findAttribute(node, 'value')?.t;
  if (tensor !== undefined) return tensor;
  const float = findAttribute(node, 'value_float')?.f;
  if (float !== undefined) {
    return toTensorProto('', createTensor('float32', [], Float32Array.of(float)));
  }
  const floats = findAttribute(node, 'value_floats')?.floats;
  if (floats !== undefined) {
    return toTensorProto('', createTensor('float32', [floats.length], Float32Array.from(floats)));
  }
  const ints = findAttribute(node, 'value_ints')?.ints;
  if (ints !== undefined) {
    return toTensorProto('', createTensor('int64', [ints.length], BigInt64Array.from(ints)));
  }
  const int = findAttribute(node, 'value_int')?.i;
  if (int === undefined) return undefined;
  return toTensorProto('', createTensor('int64', [], BigInt64Array.of(int)));
};

/** What a node that only moves values makes of a stored tensor; undefined when it does more. */
const movedValue = (node: OnnxNode, source: OnnxTensor): OnnxTensor | undefined => {
  const name = node.output[0] ?? '';
  if (node.opType === 'Identity') return { ...source, name };
  if (node.opType !== 'Transpose') return undefined;
  const tensor = readTensor(source);
  const perm = intsAttribute(node, 'perm') ?? tensor.dims.map((_, axis) => axis).reverse();
  return toTensorProto(name, transposeTensor(tensor, perm));
};

/**
 * Stores every constant under the name it is used by: Constant nodes become stored tensors, and stored
 * tensors behind Identity and Transpose their own copies. Exporters that write equal tensors only once
 * (PyTorch does, behind Identity) did not mean them to be trained as one.
 */
export const plainConstants = (model: OnnxModel): OnnxModel => {
  const graph = graphOf(model);
  const stored = new Map(graph.initializer.map((tensor) => [tensor.name ?? '', tensor]));
  const outputs = new Set(graph.output.map(({ name = '' }) => name));
  const kept: OnnxNode[] = [];
  for (const node of createGraphIndex(model).topologicalOrder) {
    const name = node.output[0] ?? '';
    const source = stored.get(node.input[0] ?? '');
    const value =
      !isStandardDomain(node.domain) || outputs.has(name)
        ? undefined
        : node.opType === 'Constant'
          ? constantValue(node)
          : source && movedValue(node, source);
    if (value === undefined) kept.push(node);
    else stored.set(name, { ...value, name });
  }
  const used = new Set([...kept.flatMap(({ input }) => input), ...outputs]);
  const nested = kept.some(({ attribute }) => attribute.some(({ g }) => g !== undefined));
  return untieVectors(
    withGraph(model, {
      node: kept,
      initializer: [...stored.values()].filter(({ name = '' }) => nested || used.has(name)),
      // A stored tensor that is also listed as an input could be fed; here it never is.
      input: graph.input.filter(({ name = '' }) => !stored.has(name)),
    }),
  );
};

/** Inputs that hold vectors of their own: biases, scales and statistics. */
const VECTOR_INPUTS: Readonly<Record<string, readonly number[]>> = {
  BatchNormalization: [1, 2, 3, 4],
  Conv: [2],
  ConvTranspose: [2],
  Gemm: [2],
  LayerNormalization: [1, 2],
};

/** Gives each layer its own copy of a vector that optimisers let several layers share. */
const untieVectors = (model: OnnxModel): OnnxModel => {
  const graph = graphOf(model);
  const stored = new Map(graph.initializer.map((tensor) => [tensor.name ?? '', tensor]));
  const seen = new Set<string>();
  const copies: OnnxTensor[] = [];
  const untie = (name: string, node: OnnxNode, at: number): string => {
    const tensor = stored.get(name);
    if (tensor === undefined || tensorDims(tensor).length > 1) return name;
    if (seen.size < seen.add(name).size) return name;
    const copy = `${name}.${node.output[0] ?? ''}.${at}`;
    copies.push({ ...tensor, name: copy });
    return copy;
  };
  const node = graph.node.map((each) => {
    const vectors = VECTOR_INPUTS[each.opType ?? ''];
    if (vectors === undefined) return each;
    return {
      ...each,
      input: each.input.map((name, at) => (vectors.includes(at) ? untie(name, each, at) : name)),
    };
  });
  return withGraph(model, { node, initializer: [...graph.initializer, ...copies] });
};
