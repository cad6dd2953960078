import type { Architecture } from './architecture.js';
import { convRelu } from './blocks.js';

/**
 * The small network of introductory courses: two 3x3 convolutions with 32 and 64 filters, each with ReLU and
 * 2x2 max pooling, and two linear layers. Any input size from 4 pixels on: the flattened size is computed.
 */
export const smallCnn: Architecture = {
  id: 'small-cnn',
  source: 'LeCun et al. 1998, Proceedings of the IEEE 86(11), in the form of introductory courses',
  parameterCount: 672_808,
  inputSize: 32,
  initialization: 'pytorch',
  forward: (layers, image, classCount) => {
    const convolution = { kernel: 3, pad: 1 };
    const pool = { kernel: 2, stride: 2 };
    const first = layers.maxPool(convRelu(layers, 'conv1', image, 32, convolution), pool);
    const second = layers.maxPool(convRelu(layers, 'conv2', first, 64, convolution), pool);
    const hidden = layers.relu(layers.linear('fc1', layers.flatten(second), 128));
    return layers.linear('fc2', hidden, classCount);
  },
};
