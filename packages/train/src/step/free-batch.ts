import { createTensor } from '@ocelli/core';
import {
  graphOf,
  inferShapes,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  readValueInfo,
  toTensorProto,
  toValueInfo,
  withGraph,
} from '@ocelli/onnx';

/** Name of the free batch dim. */
const BATCH = 'N';

/**
 * Frees the batch dim of a model that was exported for one batch size: of its inputs and outputs, and of
 * the shapes that Reshape nodes were given, where they begin with it (0 there copies the dim). What the
 * file declares of values in between is dropped, as it may hold for the old size alone.
 */
export const freeBatch = (model: OnnxModel): OnnxModel => {
  const graph = graphOf(model);
  const fixed = graph.input.map((info) => readValueInfo(info).dims?.[0]);
  const { shapes } = inferShapes(model);
  const added: OnnxTensor[] = [];
  const freeShape = (node: OnnxNode): OnnxNode => {
    const [data = '', shape = ''] = node.input;
    const [batch] = shapes.get(data)?.dims ?? [];
    const elements = shapes.get(shape)?.elements ?? [];
    const sizes = elements.filter((size) => typeof size === 'number');
    if (node.opType !== 'Reshape' || sizes.length !== elements.length) return node;
    if (typeof batch !== 'number' || !fixed.includes(batch) || sizes[0] !== batch) return node;
    const name = `${node.output[0] ?? ''}.shape`;
    const freed = BigInt64Array.from([0, ...sizes.slice(1)], BigInt);
    added.push(toTensorProto(name, createTensor('int64', [freed.length], freed)));
    return { ...node, input: [data, name] };
  };
  const node = graph.node.map(freeShape);
  const free = graph.input.map((info) => {
    const { name, dtype, dims } = readValueInfo(info);
    return dtype === undefined || dims === undefined || dims.length < 2
      ? info
      : toValueInfo(name, dtype, [BATCH, ...dims.slice(1)]);
  });
  const output = graph.output.map((info) => {
    const { name, dtype, dims } = readValueInfo(info);
    return dtype === undefined || dims === undefined || dims.length < 1
      ? info
      : toValueInfo(name, dtype, [BATCH, ...dims.slice(1)]);
  });
  return withGraph(model, {
    node,
    initializer: [...graph.initializer, ...added],
    input: free,
    output,
    valueInfo: [],
  });
};
