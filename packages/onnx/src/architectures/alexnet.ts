import type { Architecture } from './architecture.js';
import { convRelu } from './blocks.js';

/** AlexNet in its one-column form; the flattened size follows the picture's. */
export const alexnet: Architecture = {
  id: 'alexnet',
  source: 'Krizhevsky 2014, arXiv:1404.5997; torchvision alexnet',
  parameterCount: 61_100_840,
  inputSize: 224,
  initialization: 'pytorch',
  forward: (layers, image, classCount) => {
    const pool = { kernel: 3, stride: 2 };
    let features = convRelu(layers, 'conv1', image, 64, { kernel: 11, stride: 4, pad: 2 });
    features = layers.maxPool(features, pool);
    features = convRelu(layers, 'conv2', features, 192, { kernel: 5, pad: 2 });
    features = layers.maxPool(features, pool);
    features = convRelu(layers, 'conv3', features, 384, { kernel: 3, pad: 1 });
    features = convRelu(layers, 'conv4', features, 256, { kernel: 3, pad: 1 });
    features = convRelu(layers, 'conv5', features, 256, { kernel: 3, pad: 1 });
    features = layers.maxPool(features, pool);
    const flat = layers.dropout(layers.flatten(features), 0.5);
    const hidden = layers.dropout(layers.relu(layers.linear('fc6', flat, 4096)), 0.5);
    return layers.linear('fc8', layers.relu(layers.linear('fc7', hidden, 4096)), classCount);
  },
};
