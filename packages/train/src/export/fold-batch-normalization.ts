import { createTensor, type Tensor } from '@ocelli/core';
import {
  createGraphIndex,
  createNameScope,
  floatAttribute,
  type GraphIndex,
  graphOf,
  type OnnxModel,
  type OnnxNode,
  readTensor,
  toTensorProto,
  withGraph,
} from '@ocelli/onnx';

const EPSILON = 1e-5;

interface Fold {
  readonly convolution: OnnxNode;
  readonly normalization: OnnxNode;
  readonly weight: Tensor;
  readonly bias: Tensor;
}

/** `w' = w * s / sqrt(v + e)`, `b' = (b - m) * s / sqrt(v + e) + beta`, in float64, per output channel. */
const foldedTensors = (
  weight: Tensor,
  bias: Tensor | undefined,
  [scale, beta, mean, variance]: readonly Tensor[],
  epsilon: number,
): Pick<Fold, 'weight' | 'bias'> => {
  const channels = weight.dims[0] ?? 0;
  const perChannel = weight.data.length / channels;
  const folded = createTensor('float32', weight.dims);
  const shift = createTensor('float32', [channels]);
  const at = (tensor: Tensor | undefined, channel: number): number =>
    Number(tensor?.data[channel] ?? 0);
  for (let channel = 0; channel < channels; channel += 1) {
    const factor = at(scale, channel) / Math.sqrt(at(variance, channel) + epsilon);
    shift.data[channel] = (at(bias, channel) - at(mean, channel)) * factor + at(beta, channel);
    const from = channel * perChannel;
    for (let each = from; each < from + perChannel; each += 1) {
      folded.data[each] = Number(weight.data[each]) * factor;
    }
  }
  return { weight: folded, bias: shift };
};

/** The convolution in front of a BatchNormalization, when nothing else uses its result or weights. */
const foldOf = (normalization: OnnxNode, index: GraphIndex): Fold | undefined => {
  const [x = '', ...statistics] = normalization.input;
  const convolution = index.producer(x);
  if (normalization.opType !== 'BatchNormalization' || convolution?.opType !== 'Conv') {
    return undefined;
  }
  const isAlone = index.consumers(x).length === 1 && !index.outputs.includes(x);
  const stored = (name = ''): Tensor | undefined => {
    const tensor = index.initializer(name);
    return tensor && readTensor(tensor);
  };
  const weight = stored(convolution.input[1]);
  const bias = stored(convolution.input[2]);
  const tensors = statistics.flatMap((name) => stored(name) ?? []);
  const hasFedBias = Boolean(convolution.input[2]) && bias === undefined;
  if (!isAlone || hasFedBias || weight?.dtype !== 'float32' || tensors.length !== 4) {
    return undefined;
  }
  const epsilon = floatAttribute(normalization, 'epsilon') ?? EPSILON;
  return { convolution, normalization, ...foldedTensors(weight, bias, tensors, epsilon) };
};

/**
 * Folds each BatchNormalization (in inference form) into the convolution before it, where that has no other
 * consumer. Others stay.
 */
export const foldBatchNormalization = (model: OnnxModel): OnnxModel => {
  const graph = graphOf(model);
  const index = createGraphIndex(model);
  const scope = createNameScope(index.values);
  const folds = new Map<OnnxNode, Fold>();
  const absorbed = new Set<OnnxNode>();
  for (const node of graph.node) {
    const fold = foldOf(node, index);
    if (fold === undefined) continue;
    folds.set(fold.convolution, fold);
    absorbed.add(fold.normalization);
  }
  const added: ReturnType<typeof toTensorProto>[] = [];
  const store = (name: string, tensor: Tensor): string => {
    const unique = scope.unique(name);
    added.push(toTensorProto(unique, tensor));
    return unique;
  };
  const node = graph.node.flatMap((each): OnnxNode[] => {
    if (absorbed.has(each)) return [];
    const fold = folds.get(each);
    if (fold === undefined) return [each];
    const [x = '', weight = ''] = each.input;
    const [output = ''] = fold.normalization.output;
    const input = [x, store(`${weight}.folded`, fold.weight), store(`${weight}.bias`, fold.bias)];
    return [{ ...each, input, output: [output] }];
  });
  const used = new Set(node.flatMap(({ input }) => input));
  return withGraph(model, {
    node,
    initializer: [...graph.initializer, ...added].filter(({ name = '' }) => used.has(name)),
  });
};
