import type { Architecture } from './architecture.js';
import { convBnRelu } from './blocks.js';
import { GOOGLENET_MODULES, type GooglenetModuleWidths } from './googlenet-modules.js';
import type { Features, Layers } from './layers.js';

const EPSILON = 1e-3;

const inceptionModule = (
  layers: Layers,
  name: string,
  input: Features,
  { one, threeReduced, three, fiveReduced, five, pooled }: GooglenetModuleWidths,
): Features => {
  const conv = (part: string, from: Features, channels: number, kernel: number): Features =>
    convBnRelu(layers, `${name}.${part}`, from, channels, {
      kernel,
      pad: (kernel - 1) / 2,
      epsilon: EPSILON,
    });
  const pool = layers.maxPool(input, { kernel: 3, stride: 1, pad: 1, ceilMode: true });
  return layers.concat([
    conv('branch1', input, one, 1),
    conv('branch2.1', conv('branch2.0', input, threeReduced, 1), three, 3),
    // 3x3 where the paper has 5x5, as in torchvision and in the TensorFlow weights that it ported.
    conv('branch3.1', conv('branch3.0', input, fiveReduced, 1), five, 3),
    conv('branch4.1', pool, pooled, 1),
  ]);
};

/**
 * GoogLeNet as torchvision has it: batch normalisation, 3x3 for 5x5, no auxiliary heads. `inceptionV1` is the
 * network as published.
 */
export const googlenet: Architecture = {
  id: 'googlenet',
  source: 'Szegedy et al. 2014, arXiv:1409.4842; torchvision googlenet without auxiliary heads',
  parameterCount: 6_624_904,
  inputSize: 224,
  initialization: 'googlenet',
  forward: (layers, image, classCount) => {
    const epsilon = EPSILON;
    const pool = { kernel: 3, stride: 2, ceilMode: true };
    const stem = { kernel: 7, stride: 2, pad: 3, epsilon };
    let features = convBnRelu(layers, 'conv1', image, 64, stem);
    features = layers.maxPool(features, pool);
    features = convBnRelu(layers, 'conv2', features, 64, { kernel: 1, epsilon });
    features = convBnRelu(layers, 'conv3', features, 192, { kernel: 3, pad: 1, epsilon });
    features = layers.maxPool(features, pool);
    for (const [name, widths] of Object.entries(GOOGLENET_MODULES)) {
      if (name === '4a') features = layers.maxPool(features, pool);
      if (name === '5a') features = layers.maxPool(features, { ...pool, kernel: 2 });
      features = inceptionModule(layers, `inception${name}`, features, widths);
    }
    return layers.linear('fc', layers.dropout(layers.globalAverage(features), 0.2), classCount);
  },
};
