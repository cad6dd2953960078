import type { Architecture } from './architecture.js';
import { convRelu } from './blocks.js';
import type { Features, Layers } from './layers.js';

/** Widths of the fire modules, a pool before each group. The squeeze is the narrow 1x1. */
const GROUPS = [
  [
    { squeeze: 16, expand: 64 },
    { squeeze: 16, expand: 64 },
  ],
  [
    { squeeze: 32, expand: 128 },
    { squeeze: 32, expand: 128 },
  ],
  [
    { squeeze: 48, expand: 192 },
    { squeeze: 48, expand: 192 },
    { squeeze: 64, expand: 256 },
    { squeeze: 64, expand: 256 },
  ],
] as const;

const fire = (
  layers: Layers,
  name: string,
  input: Features,
  { squeeze, expand }: (typeof GROUPS)[number][number],
): Features => {
  const squeezed = convRelu(layers, `${name}.squeeze`, input, squeeze, { kernel: 1 });
  return layers.concat([
    convRelu(layers, `${name}.expand1x1`, squeezed, expand, { kernel: 1 }),
    convRelu(layers, `${name}.expand3x3`, squeezed, expand, { kernel: 3, pad: 1 }),
  ]);
};

/** SqueezeNet 1.1; any input size from 17 pixels on. */
export const squeezenet: Architecture = {
  id: 'squeezenet1.1',
  source: 'Iandola et al. 2016, arXiv:1602.07360, version 1.1; torchvision squeezenet1_1',
  parameterCount: 1_235_496,
  inputSize: 224,
  initialization: 'squeezenet',
  forward: (layers, image, classCount) => {
    let features = convRelu(layers, 'features.0', image, 64, { kernel: 3, stride: 2 });
    // torchvision numbers convolution and ReLU first, and each pool as one layer.
    let index = 2;
    for (const group of GROUPS) {
      features = layers.maxPool(features, { kernel: 3, stride: 2, ceilMode: true });
      index += 1;
      for (const widths of group) {
        features = fire(layers, `features.${index}`, features, widths);
        index += 1;
      }
    }
    const kept = layers.dropout(features, 0.5);
    return layers.globalAverage(convRelu(layers, 'classifier.1', kept, classCount, { kernel: 1 }));
  },
};
