import type { Architecture } from './architecture.js';
import { convRelu } from './blocks.js';
import type { Features, Layers } from './layers.js';

/** Widths of one module's branches, in the order of the paper's table 1. */
interface ModuleWidths {
  readonly one: number;
  readonly threeReduced: number;
  readonly three: number;
  readonly fiveReduced: number;
  readonly five: number;
  readonly pooled: number;
}

const widths = (
  one: number,
  threeReduced: number,
  three: number,
  fiveReduced: number,
  five: number,
  pooled: number,
): ModuleWidths => ({ one, threeReduced, three, fiveReduced, five, pooled });

/** The modules by name; a pool with stride 2 stands before 4a and 5a. */
const MODULES: Readonly<Record<string, ModuleWidths>> = {
  '3a': widths(64, 96, 128, 16, 32, 32),
  '3b': widths(128, 128, 192, 32, 96, 64),
  '4a': widths(192, 96, 208, 16, 48, 64),
  '4b': widths(160, 112, 224, 24, 64, 64),
  '4c': widths(128, 128, 256, 24, 64, 64),
  '4d': widths(112, 144, 288, 32, 64, 64),
  '4e': widths(256, 160, 320, 32, 128, 128),
  '5a': widths(256, 160, 320, 32, 128, 128),
  '5b': widths(384, 192, 384, 48, 128, 128),
};

const inceptionModule = (
  layers: Layers,
  name: string,
  input: Features,
  { one, threeReduced, three, fiveReduced, five, pooled }: ModuleWidths,
): Features => {
  const conv = (part: string, from: Features, channels: number, kernel: number): Features =>
    convRelu(layers, `${name}.${part}`, from, channels, { kernel, pad: (kernel - 1) / 2 });
  const pool = layers.maxPool(input, { kernel: 3, stride: 1, pad: 1 });
  return layers.concat([
    conv('1x1', input, one, 1),
    conv('3x3', conv('3x3_reduce', input, threeReduced, 1), three, 3),
    conv('5x5', conv('5x5_reduce', input, fiveReduced, 1), five, 5),
    conv('pool_proj', pool, pooled, 1),
  ]);
};

/**
 * Inception v1 (GoogLeNet) as published: biases, local response normalisation, 5x5 branches, without
 * the auxiliary heads. torchvision's googlenet differs (batch normalisation, 3x3 for 5x5: 6,624,904).
 */
export const inceptionV1: Architecture = {
  id: 'inception-v1',
  source: 'Szegedy et al. 2014, arXiv:1409.4842; BVLC GoogLeNet (Caffe) without auxiliary heads',
  parameterCount: 6_998_552,
  inputSize: 224,
  forward: (layers, image, classCount) => {
    const pool = { kernel: 3, stride: 2, ceilMode: true };
    let features = convRelu(layers, 'conv1', image, 64, { kernel: 7, stride: 2, pad: 3 });
    features = layers.localResponseNorm(layers.maxPool(features, pool), 5);
    features = convRelu(layers, 'conv2_reduce', features, 64, { kernel: 1 });
    features = convRelu(layers, 'conv2', features, 192, { kernel: 3, pad: 1 });
    features = layers.maxPool(layers.localResponseNorm(features, 5), pool);
    for (const [name, moduleWidths] of Object.entries(MODULES)) {
      if (name === '4a' || name === '5a') features = layers.maxPool(features, pool);
      features = inceptionModule(layers, `inception_${name}`, features, moduleWidths);
    }
    return layers.linear('classifier', layers.globalAverage(features), classCount);
  },
};
