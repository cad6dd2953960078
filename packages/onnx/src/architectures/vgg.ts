import type { Architecture } from './architecture.js';
import type { Features, Layers } from './layers.js';

/** Widths of the 3x3 convolutions before each pool: the columns of the paper's table 1. */
const CONFIGURATIONS = {
  A: [[64], [128], [256, 256], [512, 512], [512, 512]],
  B: [
    [64, 64],
    [128, 128],
    [256, 256],
    [512, 512],
    [512, 512],
  ],
  D: [
    [64, 64],
    [128, 128],
    [256, 256, 256],
    [512, 512, 512],
    [512, 512, 512],
  ],
  E: [
    [64, 64],
    [128, 128],
    [256, 256, 256, 256],
    [512, 512, 512, 512],
    [512, 512, 512, 512],
  ],
} as const;

/** Height and width that the classifier was published for; larger multiples are averaged down to it. */
const POOLED_SIZE = 7;

/**
 * The convolutions and three linear layers of Simonyan and Zisserman. Layers are numbered as in torchvision, where
 * ReLU, pool and dropout count too. Pictures below 224 pixels flatten to fewer features than the published
 * 512 * 7 * 7, where torchvision stretches them; at multiples of 224 both average.
 */
const vgg = (
  layers: Layers,
  image: Features,
  classCount: number,
  configuration: keyof typeof CONFIGURATIONS,
  { hasBatchNorm }: { readonly hasBatchNorm: boolean },
): Features => {
  let features = image;
  let index = 0;
  for (const widths of CONFIGURATIONS[configuration]) {
    for (const width of widths) {
      const options = { kernel: 3, pad: 1, hasBias: true };
      features = layers.convolution(`features.${index}`, features, width, options);
      if (hasBatchNorm) features = layers.batchNorm(`features.${index + 1}`, features);
      features = layers.relu(features);
      index += hasBatchNorm ? 3 : 2;
    }
    features = layers.maxPool(features, { kernel: 2, stride: 2 });
    index += 1;
  }
  const ratio = features.size / POOLED_SIZE;
  if (ratio > 1 && Number.isInteger(ratio)) {
    features = layers.averagePool(features, { kernel: ratio, stride: ratio });
  }
  features = layers.relu(layers.linear('classifier.0', layers.flatten(features), 4096));
  features = layers.relu(layers.linear('classifier.3', layers.dropout(features, 0.5), 4096));
  return layers.linear('classifier.6', layers.dropout(features, 0.5), classCount);
};

/** VGG-11 without batch normalisation. */
export const vgg11: Architecture = {
  id: 'vgg11',
  source: 'Simonyan and Zisserman 2014, arXiv:1409.1556, configuration A; torchvision vgg11',
  parameterCount: 132_863_336,
  inputSize: 224,
  initialization: 'vgg',
  forward: (layers, image, classCount) =>
    vgg(layers, image, classCount, 'A', { hasBatchNorm: false }),
};

/** VGG-11 with batch normalisation. */
export const vgg11Bn: Architecture = {
  id: 'vgg11-bn',
  source: 'Simonyan and Zisserman 2014, arXiv:1409.1556, configuration A; torchvision vgg11_bn',
  parameterCount: 132_868_840,
  inputSize: 224,
  initialization: 'vgg',
  forward: (layers, image, classCount) =>
    vgg(layers, image, classCount, 'A', { hasBatchNorm: true }),
};

/** VGG-13 without batch normalisation. */
export const vgg13: Architecture = {
  id: 'vgg13',
  source: 'Simonyan and Zisserman 2014, arXiv:1409.1556, configuration B; torchvision vgg13',
  parameterCount: 133_047_848,
  inputSize: 224,
  initialization: 'vgg',
  forward: (layers, image, classCount) =>
    vgg(layers, image, classCount, 'B', { hasBatchNorm: false }),
};

/** VGG-13 with batch normalisation. */
export const vgg13Bn: Architecture = {
  id: 'vgg13-bn',
  source: 'Simonyan and Zisserman 2014, arXiv:1409.1556, configuration B; torchvision vgg13_bn',
  parameterCount: 133_053_736,
  inputSize: 224,
  initialization: 'vgg',
  forward: (layers, image, classCount) =>
    vgg(layers, image, classCount, 'B', { hasBatchNorm: true }),
};

/** VGG-16 without batch normalisation. */
export const vgg16: Architecture = {
  id: 'vgg16',
  source: 'Simonyan and Zisserman 2014, arXiv:1409.1556, configuration D; torchvision vgg16',
  parameterCount: 138_357_544,
  inputSize: 224,
  initialization: 'vgg',
  forward: (layers, image, classCount) =>
    vgg(layers, image, classCount, 'D', { hasBatchNorm: false }),
};

/** VGG-16 with batch normalisation. */
export const vgg16Bn: Architecture = {
  id: 'vgg16-bn',
  source: 'Simonyan and Zisserman 2014, arXiv:1409.1556, configuration D; torchvision vgg16_bn',
  parameterCount: 138_365_992,
  inputSize: 224,
  initialization: 'vgg',
  forward: (layers, image, classCount) =>
    vgg(layers, image, classCount, 'D', { hasBatchNorm: true }),
};

/** VGG-19 without batch normalisation. */
export const vgg19: Architecture = {
  id: 'vgg19',
  source: 'Simonyan and Zisserman 2014, arXiv:1409.1556, configuration E; torchvision vgg19',
  parameterCount: 143_667_240,
  inputSize: 224,
  initialization: 'vgg',
  forward: (layers, image, classCount) =>
    vgg(layers, image, classCount, 'E', { hasBatchNorm: false }),
};

/** VGG-19 with batch normalisation. */
export const vgg19Bn: Architecture = {
  id: 'vgg19-bn',
  source: 'Simonyan and Zisserman 2014, arXiv:1409.1556, configuration E; torchvision vgg19_bn',
  parameterCount: 143_678_248,
  inputSize: 224,
  initialization: 'vgg',
  forward: (layers, image, classCount) =>
    vgg(layers, image, classCount, 'E', { hasBatchNorm: true }),
};
