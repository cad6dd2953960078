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
 * convolution or `[out, in]` of a linear layer.
 */
export type ParameterSource = (
  name: string,
  dims: readonly number[],
  role: ParameterRole,
) => string;

/** A value `[N, channels, H, W]` (`[N, channels]` after flattening), with what layers need to know. */
export interface Features {
  readonly value: string;
  readonly channels: number;
}

export interface ConvolutionOptions {
  readonly kernel: number;
  readonly stride?: number;
  /** On every side. Default 0. */
  readonly pad?: number;
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
  readonly maxPool: (input: Features, options: PoolOptions) => Features;
  readonly averagePool: (input: Features, options: PoolOptions) => Features;
  /** Mean over all positions, flattened: `[N, channels]`. */
  readonly globalAverage: (input: Features) => Features;
  /** `[N, channels * height * width]`. */
  readonly flatten: (input: Features, positions: number) => Features;
  /** `x * W^T + b`. */
  readonly linear: (name: string, input: Features, channels: number) => Features;
  readonly add: (left: Features, right: Features) => Features;
  readonly concat: (parts: readonly Features[]) => Features;
  /** Parts of equal width along the channels. */
  readonly splitChannels: (input: Features, count: number) => Features[];
  /** Deals the channels of `groups` groups out in turn, as ShuffleNet does. Needs the picture's size. */
  readonly shuffleChannels: (input: Features, groups: number, size: number) => Features;
  /** Krizhevsky et al. 2012, section 3.3, across channels. */
  readonly localResponseNorm: (input: Features, size: number) => Features;
}

const square = (size: number): number[] => [size, size];
const allSides = (pad: number): number[] => [pad, pad, pad, pad];

/** Creates the layers of one graph, with parameters from `parameter`. */
export const createLayers = (graph: GraphBuilder, parameter: ParameterSource): Layers => {
  const poolAttributes = ({ kernel, stride, pad = 0, ceilMode = false }: PoolOptions) => ({
    kernel_shape: square(kernel),
    strides: square(stride),
    pads: allSides(pad),
    ceil_mode: ceilMode ? 1 : 0,
  });
  const sameWidth = (input: Features, value: string): Features => ({ ...input, value });

  return {
    graph,
    convolution: (name, input, channels, options) => {
      const { kernel, stride = 1, pad = 0, groups = 1, hasBias = false } = options;
      const dims = [channels, input.channels / groups, kernel, kernel];
      const weights = [parameter(`${name}.weight`, dims, 'weight')];
      if (hasBias) weights.push(parameter(`${name}.bias`, [channels], 'bias'));
      const attributes = {
        kernel_shape: square(kernel),
        strides: square(stride),
        pads: allSides(pad),
        group: groups,
      };
      return {
        value: graph.node('Conv', [input.value, ...weights], attributes, { name }),
        channels,
      };
    },
    batchNorm: (name, input, { epsilon = 1e-5 } = {}) => {
      const dims = [input.channels];
      const statistics = [
        parameter(`${name}.weight`, dims, 'norm-scale'),
        parameter(`${name}.bias`, dims, 'norm-shift'),
        parameter(`${name}.running_mean`, dims, 'running-mean'),
        parameter(`${name}.running_var`, dims, 'running-variance'),
      ];
      const inputs = [input.value, ...statistics];
      return sameWidth(input, graph.node('BatchNormalization', inputs, { epsilon }, { name }));
    },
    relu: (input) => sameWidth(input, graph.node('Relu', [input.value])),
    maxPool: (input, options) =>
      sameWidth(input, graph.node('MaxPool', [input.value], poolAttributes(options))),
    averagePool: (input, options) =>
      sameWidth(
        input,
        graph.node('AveragePool', [input.value], {
          ...poolAttributes(options),
          count_include_pad: 1,
        }),
      ),
    globalAverage: (input) => {
      const mean = graph.node('GlobalAveragePool', [input.value]);
      return sameWidth(input, graph.node('Flatten', [mean], { axis: 1 }));
    },
    flatten: (input, positions) => ({
      value: graph.node('Flatten', [input.value], { axis: 1 }),
      channels: input.channels * positions,
    }),
    linear: (name, input, channels) => {
      const weight = parameter(`${name}.weight`, [channels, input.channels], 'weight');
      const bias = parameter(`${name}.bias`, [channels], 'bias');
      const value = graph.node('Gemm', [input.value, weight, bias], { transB: 1 }, { name });
      return { value, channels };
    },
    add: (left, right) => sameWidth(left, graph.node('Add', [left.value, right.value])),
    concat: (parts) => ({
      value: graph.node(
        'Concat',
        parts.map(({ value }) => value),
        { axis: 1 },
      ),
      channels: parts.reduce((sum, { channels }) => sum + channels, 0),
    }),
    splitChannels: (input, count) => {
      const channels = input.channels / count;
      const sizes = graph.int64('channel_split', Array<number>(count).fill(channels));
      return graph
        .nodes(count, 'Split', [input.value, sizes], { axis: 1 })
        .map((value) => ({ value, channels }));
    },
    shuffleChannels: (input, groups, size) => {
      const width = input.channels / groups;
      const grouped = graph.int64('shuffle_groups', [0, groups, width, size, size]);
      const flat = graph.int64('shuffle_flat', [0, input.channels, size, size]);
      const dealt = graph.node('Transpose', [graph.node('Reshape', [input.value, grouped])], {
        perm: [0, 2, 1, 3, 4],
      });
      return sameWidth(input, graph.node('Reshape', [dealt, flat]));
    },
    localResponseNorm: (input, size) => {
      const attributes = { size, alpha: 1e-4, beta: 0.75, bias: 1 };
      return sameWidth(input, graph.node('LRN', [input.value], attributes));
    },
  };
};
