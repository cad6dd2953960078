import type { ConvolutionOptions, Features, Layers } from './layers.js';

export interface ConvBnOptions extends ConvolutionOptions {
  /** Of the normalisation. Default 1e-5. */
  readonly epsilon?: number;
}

/** Convolution, batch normalisation, ReLU. */
export const convBnRelu = (
  layers: Layers,
  name: string,
  input: Features,
  channels: number,
  options: ConvBnOptions,
): Features => layers.relu(convBn(layers, name, input, channels, options));

/** Convolution and batch normalisation. */
export const convBn = (
  layers: Layers,
  name: string,
  input: Features,
  channels: number,
  options: ConvBnOptions,
): Features =>
  layers.batchNorm(
    `${name}.bn`,
    layers.convolution(`${name}.conv`, input, channels, options),
    options.epsilon === undefined ? {} : { epsilon: options.epsilon },
  );

/** Convolution with bias, and ReLU. */
export const convRelu = (
  layers: Layers,
  name: string,
  input: Features,
  channels: number,
  options: ConvolutionOptions,
): Features =>
  layers.relu(layers.convolution(name, input, channels, { ...options, hasBias: true }));
