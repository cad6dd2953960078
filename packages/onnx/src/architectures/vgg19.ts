import type { Architecture } from './architecture.js';
import { convRelu } from './blocks.js';

/** Width and number of the 3x3 convolutions before each pool. */
const STAGES = [
  { width: 64, convolutions: 2 },
  { width: 128, convolutions: 2 },
  { width: 256, convolutions: 4 },
  { width: 512, convolutions: 4 },
  { width: 512, convolutions: 4 },
] as const;

/** VGG-19 without batch normalisation; dropout does nothing at inference and is left out. */
export const vgg19: Architecture = {
  id: 'vgg19',
  source: 'Simonyan and Zisserman 2014, arXiv:1409.1556, configuration E; torchvision vgg19',
  parameterCount: 143_667_240,
  inputSize: 224,
  forward: (layers, image, classCount) => {
    let features = image;
    STAGES.forEach(({ width, convolutions }, stage) => {
      for (let index = 0; index < convolutions; index += 1) {
        const name = `conv${stage + 1}_${index + 1}`;
        features = convRelu(layers, name, features, width, { kernel: 3, pad: 1 });
      }
      features = layers.maxPool(features, { kernel: 2, stride: 2 });
    });
    const flat = layers.flatten(features, 7 * 7);
    const hidden = layers.relu(layers.linear('fc6', flat, 4096));
    return layers.linear('fc8', layers.relu(layers.linear('fc7', hidden, 4096)), classCount);
  },
};
