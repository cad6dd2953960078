import type { Architecture } from './architecture.js';
import { convRelu } from './blocks.js';
import { GOOGLENET_MODULES, type GooglenetModuleWidths } from './googlenet-modules.js';
import type { Features, Layers } from './layers.js';

const inceptionModule = (
  layers: Layers,
  name: string,
  input: Features,
  { one, threeReduced, three, fiveReduced, five, pooled }: GooglenetModuleWidths,
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
 * the auxiliary heads. torchvision's differs: `googlenet`.
 */
export const inceptionV1: Architecture = {
  id: 'inception-v1',
  source: 'Szegedy et al. 2014, arXiv:1409.4842; BVLC GoogLeNet (Caffe) without auxiliary heads',
  parameterCount: 6_998_552,
  inputSize: 224,
  initialization: 'pytorch',
  forward: (layers, image, classCount) => {
    const pool = { kernel: 3, stride: 2, ceilMode: true };
    let features = convRelu(layers, 'conv1', image, 64, { kernel: 7, stride: 2, pad: 3 });
    features = layers.localResponseNorm(layers.maxPool(features, pool), 5);
    features = convRelu(layers, 'conv2_reduce', features, 64, { kernel: 1 });
    features = convRelu(layers, 'conv2', features, 192, { kernel: 3, pad: 1 });
    features = layers.maxPool(layers.localResponseNorm(features, 5), pool);
    for (const [name, moduleWidths] of Object.entries(GOOGLENET_MODULES)) {
      if (name === '4a' || name === '5a') features = layers.maxPool(features, pool);
      features = inceptionModule(layers, `inception_${name}`, features, moduleWidths);
    }
    return layers.linear('classifier', layers.globalAverage(features), classCount);
  },
};
