import { InvalidArgumentError } from '@ocelli/core';
import type { GraphBuilder } from '../build/graph-builder.js';

/** What a parameter does, for whoever initialises or counts it. Buffers are not trained. */
export const PARAMETER_ROLES = [
  'weight',
  'bias',
  'norm-scale',
  'norm-shift',
  'running-mean',
  'running-variance',
] as const;
export type ParameterRole = (typeof PARAMETER_ROLES)[number];

/**
 * Makes one parameter in the graph and returns its value: a constant, an initializer with random
 * numbers, or an input that a training step feeds. Weights are `[out, in / groups, kH, kW]` of a
 * convolution or `[out, in]` of a linear layer. `fanIn` is how many inputs each output of the layer sums
 * over, for weights and biases alike; 1 for normalisations.
 */
export type ParameterSource = (
  name: string,
  dims: readonly number[],
  role: ParameterRole,
  fanIn: number,
) => string;

/** A value `[N, channels, size, size]` (`[N, channels]` after flattening), with what layers need to know. */
export interface Features {
  readonly value: string;
  readonly channels: number;
  /** Height and width; 1 after flattening. */
  readonly size: number;
}

/** One number for height and width, or both. */
export type PerAxis = number | readonly [height: number, width: number];

export interface ConvolutionOptions {
  readonly kernel: PerAxis;
  readonly stride?: number;
  /** On both sides. Default 0. A kernel that is no square must be padded so that the result is one. */
  readonly pad?: PerAxis;
  readonly groups?: number;
  readonly hasBias?: boolean;
}

export interface PoolOptions {
  readonly kernel: number;
  readonly stride: number;
  readonly pad?: number;
  /** Counts a window that sticks out at the end. Default false. */
  readonly ceilMode?: boolean;
}

/** The layers that architectures are written in; each adds nodes to one graph. */
export interface Layers {
  readonly graph: GraphBuilder;
  readonly convolution: (
    name: string,
    input: Features,
    channels: number,
    options: ConvolutionOptions,
  ) => Features;
  /** Normalises with running statistics: the form for inference. */
  readonly batchNorm: (
    name: string,
    input: Features,
    options?: { readonly epsilon?: number },
  ) => Features;
  readonly relu: (input: Features) => Features;
  /** `min(max(x, 0), 6)`. */
  readonly relu6: (input: Features) => Features;
  readonly maxPool: (input: Features, options: PoolOptions) => Features;
  readonly averagePool: (input: Features, options: PoolOptions) => Features;
  /** Mean over all positions, flattened: `[N, channels]`. */
  readonly globalAverage: (input: Features) => Features;
  /** `[N, channels * size * size]`. */
  readonly flatten: (input: Features) => Features;
  /** Does nothing at inference; the ratio stays in the graph for training. */
  readonly dropout: (input: Features, ratio: number) => Features;
  /** `x * W^T + b`. */
  readonly linear: (name: string, input: Features, channels: number) => Features;
  readonly add: (left: Features, right: Features) => Features;
  readonly concat: (parts: readonly Features[]) => Features;
  /** Parts of equal width along the channels. */
  readonly splitChannels: (input: Features, count: number) => Features[];
  /** Deals the channels of `groups` groups out in turn, as ShuffleNet does. */
  readonly shuffleChannels: (input: Features, groups: number) => Features;
  /** Krizhevsky et al. 2012, section 3.3, across channels. */
  readonly localResponseNorm: (input: Features, size: number) => Features;
}

const bothAxes = (value: PerAxis): [number, number] =>
  typeof value === 'number' ? [value, value] : [value[0], value[1]];
const allSides = (pad: PerAxis): number[] => [...bothAxes(pad), ...bothAxes(pad)];

interface Window extends Pick<ConvolutionOptions, 'kernel' | 'stride' | 'pad'> {
  readonly ceilMode?: boolean;
}

/** Positions of a window along one axis. */
const positions = (size: number, { kernel, stride = 1, pad = 0, ceilMode = false }: Window) => {
  const padding = bothAxes(pad)[0];
  const steps = (size + 2 * padding - bothAxes(kernel)[0]) / stride;
  if (steps < 0) {
    throw new InvalidArgumentError({
      argument: 'inputSize',
      expected: 'large enough for every layer of the architecture',
      actual: `too small: ${size} pixels are left for a window of ${bothAxes(kernel)[0]}`,
    });
  }
  if (!ceilMode) return Math.floor(steps) + 1;
  const count = Math.ceil(steps) + 1;
  // A window that would start in the padding at the end is left out.
  return (count - 1) * stride >= size + padding ? count - 1 : count;
};

const poolAttributes = ({ kernel, stride, pad = 0, ceilMode = false }: PoolOptions) => ({
  kernel_shape: bothAxes(kernel),
  strides: bothAxes(stride),
  pads: allSides(pad),
  ceil_mode: ceilMode ? 1 : 0,
});

const pooled = (input: Features, value: string, options: PoolOptions): Features => ({
  ...input,
  value,
  size: positions(input.size, options),
});

const sameShape = (input: Features, value: string): Features => ({ ...input, value });

type WeightedLayers = Pick<Layers, 'convolution' | 'batchNorm' | 'linear'>;
type PlainLayers = Omit<Layers, keyof WeightedLayers | 'graph'>;

const weightedLayers = (graph: GraphBuilder, parameter: ParameterSource): WeightedLayers => ({
  convolution: (name, input, channels, options) => {
    const { kernel, stride = 1, pad = 0, groups = 1, hasBias = false } = options;
    const [height, width] = bothAxes(kernel);
    const dims = [channels, input.channels / groups, height, width];
    const fanIn = (input.channels / groups) * height * width;
    const weights = [parameter(`${name}.weight`, dims, 'weight', fanIn)];
    if (hasBias) weights.push(parameter(`${name}.bias`, [channels], 'bias', fanIn));
    const attributes = {
      kernel_shape: [height, width],
      strides: bothAxes(stride),
      pads: allSides(pad),
      group: groups,
    };
    return {
      value: graph.node('Conv', [input.value, ...weights], attributes, { name }),
      channels,
      size: positions(input.size, options),
    };
  },
  batchNorm: (name, input, { epsilon = 1e-5 } = {}) => {
    const dims = [input.channels];
    const statistics = [
      parameter(`${name}.weight`, dims, 'norm-scale', 1),
      parameter(`${name}.bias`, dims, 'norm-shift', 1),
      parameter(`${name}.running_mean`, dims, 'running-mean', 1),
      parameter(`${name}.running_var`, dims, 'running-variance', 1),
    ];
    const inputs = [input.value, ...statistics];
    return sameShape(input, graph.node('BatchNormalization', inputs, { epsilon }, { name }));
  },
  linear: (name, input, channels) => {
    const fanIn = input.channels;
    const weight = parameter(`${name}.weight`, [channels, fanIn], 'weight', fanIn);
    const bias = parameter(`${name}.bias`, [channels], 'bias', fanIn);
    const value = graph.node('Gemm', [input.value, weight, bias], { transB: 1 }, { name });
    return { value, channels, size: 1 };
  },
});

const plainLayers = (graph: GraphBuilder): PlainLayers => ({
  relu: (input) => sameShape(input, graph.node('Relu', [input.value])),
  relu6: (input) => {
    const bounds = [
      graph.scalar('relu6_min', 'float32', 0),
      graph.scalar('relu6_max', 'float32', 6),
    ];
    return sameShape(input, graph.node('Clip', [input.value, ...bounds]));
  },
  maxPool: (input, options) =>
    pooled(input, graph.node('MaxPool', [input.value], poolAttributes(options)), options),
  averagePool: (input, options) => {
    const attributes = { ...poolAttributes(options), count_include_pad: 1 };
    return pooled(input, graph.node('AveragePool', [input.value], attributes), options);
  },
  globalAverage: (input) => {
    const mean = graph.node('GlobalAveragePool', [input.value]);
    return { ...input, value: graph.node('Flatten', [mean], { axis: 1 }), size: 1 };
  },
  flatten: ({ value, channels, size }) => ({
    value: graph.node('Flatten', [value], { axis: 1 }),
    channels: channels * size * size,
    size: 1,
  }),
  dropout: (input, ratio) => {
    const rate = graph.scalar('dropout_ratio', 'float32', ratio);
    return sameShape(input, graph.node('Dropout', [input.value, rate]));
  },
  add: (left, right) => sameShape(left, graph.node('Add', [left.value, right.value])),
  concat: (parts) => {
    const values = parts.map(({ value }) => value);
    return {
      value: graph.node('Concat', values, { axis: 1 }),
      channels: parts.reduce((sum, { channels }) => sum + channels, 0),
      size: parts[0]?.size ?? 1,
    };
  },
  splitChannels: (input, count) => {
    const channels = input.channels / count;
    const sizes = graph.int64('channel_split', Array<number>(count).fill(channels));
    return graph
      .nodes(count, 'Split', [input.value, sizes], { axis: 1 })
      .map((value) => ({ ...input, value, channels }));
  },
  shuffleChannels: (input, groups) => {
    const { channels, size } = input;
    const grouped = graph.int64('shuffle_groups', [0, groups, channels / groups, size, size]);
    const flat = graph.int64('shuffle_flat', [0, channels, size, size]);
    const dealt = graph.node('Transpose', [graph.node('Reshape', [input.value, grouped])], {
      perm: [0, 2, 1, 3, 4],
    });
    return sameShape(input, graph.node('Reshape', [dealt, flat]));
  },
  localResponseNorm: (input, size) => {
    const attributes = { size, alpha: 1e-4, beta: 0.75, bias: 1 };
    return sameShape(input, graph.node('LRN', [input.value], attributes));
  },
});

/**
 * Creates the layers of one graph, with parameters from `parameter`.
 *
 * Layers throw InvalidArgumentError where too little of the picture is left for a window.
 */
export const createLayers = (graph: GraphBuilder, parameter: ParameterSource): Layers => ({
  graph,
  ...weightedLayers(graph, parameter),
  ...plainLayers(graph),
});
