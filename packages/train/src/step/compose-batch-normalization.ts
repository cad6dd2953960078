import { createTensor, elementCount, type Tensor } from '@ocelli/core';
import {
  createGraphIndex,
  createNameScope,
  floatAttribute,
  graphOf,
  inferShapes,
  intAttribute,
  makeNode,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  toTensorProto,
  withGraph,
} from '@ocelli/onnx';

const EPSILON = 1e-5;

const scalar = (value: number): Tensor => createTensor('float32', [], Float32Array.of(value));

const int64 = (values: readonly number[]): Tensor =>
  createTensor('int64', [values.length], BigInt64Array.from(values, BigInt));

/**
 * Writes each BatchNormalization in training form out in operators that every execution provider has:
 * sums for mean and biased variance, then the inference form with these. For providers whose own kernel
 * does not train (WebGPU). The momentum has to be 0, as `createTrainingStep` sets it, and all dims known.
 */
export const composeBatchNormalization = (model: OnnxModel): OnnxModel => {
  const graph = graphOf(model);
  const { shapes } = inferShapes(model);
  const scope = createNameScope(createGraphIndex(model).values);
  const added: OnnxTensor[] = [];
  const store = (base: string, tensor: Tensor): string => {
    const name = scope.unique(base);
    added.push(toTensorProto(name, tensor));
    return name;
  };
  const compose = (node: OnnxNode): OnnxNode[] => {
    const [x = '', scale = '', bias = ''] = node.input;
    const [output = '', mean = '', variance = ''] = node.output;
    const dims = (shapes.get(x)?.dims ?? []).map(Number);
    const share = store('share', scalar((dims[1] ?? 1) / elementCount(dims)));
    const axes = store('axes', int64([0, ...dims.slice(2).map((_, at) => at + 2)]));
    const channels = store('channels', int64([dims[1] ?? 1]));
    const value = (): string => scope.unique(`${output}_statistics`);
    const [sum, column, centred, square, squares] = [value(), value(), value(), value(), value()];
    return [
      makeNode({ op: 'ReduceSum', inputs: [x, axes], outputs: [sum], attributes: { keepdims: 1 } }),
      makeNode({ op: 'Mul', inputs: [sum, share], outputs: [column] }),
      makeNode({ op: 'Reshape', inputs: [column, channels], outputs: [mean] }),
      makeNode({ op: 'Sub', inputs: [x, column], outputs: [centred] }),
      makeNode({ op: 'Mul', inputs: [centred, centred], outputs: [square] }),
      makeNode({
        op: 'ReduceSum',
        inputs: [square, axes],
        outputs: [squares],
        attributes: { keepdims: 0 },
      }),
      makeNode({ op: 'Mul', inputs: [squares, share], outputs: [variance] }),
      makeNode({
        op: 'BatchNormalization',
        inputs: [x, scale, bias, mean, variance],
        outputs: [output],
        attributes: { epsilon: floatAttribute(node, 'epsilon') ?? EPSILON },
      }),
    ];
  };
  const node = graph.node.flatMap((each) =>
    each.opType === 'BatchNormalization' && intAttribute(each, 'training_mode') === 1
      ? compose(each)
      : [each],
  );
  return withGraph(model, { node, initializer: [...graph.initializer, ...added] });
};
