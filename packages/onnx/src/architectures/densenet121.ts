import type { Architecture } from './architecture.js';
import { convBnRelu } from './blocks.js';
import type { ConvolutionOptions, Features, Layers } from './layers.js';

const GROWTH = 32;
/** The 1x1 convolution of a layer is this many growths wide. */
const BOTTLENECK = 4;
const BLOCKS = [6, 12, 24, 16] as const;

/** Normalisation and ReLU before the convolution, which is DenseNet's order. */
const bnReluConv = (
  layers: Layers,
  name: string,
  input: Features,
  channels: number,
  options: ConvolutionOptions,
): Features =>
  layers.convolution(
    `${name}.conv`,
    layers.relu(layers.batchNorm(`${name}.bn`, input)),
    channels,
    options,
  );

const denseLayer = (layers: Layers, name: string, input: Features): Features => {
  const width = BOTTLENECK * GROWTH;
  const narrow = bnReluConv(layers, `${name}.1`, input, width, { kernel: 1 });
  return bnReluConv(layers, `${name}.2`, narrow, GROWTH, { kernel: 3, pad: 1 });
};

/** DenseNet-121: each layer sees the results of all before it in its block. */
export const densenet121: Architecture = {
  id: 'densenet121',
  source: 'Huang et al. 2016, arXiv:1608.06993; torchvision densenet121',
  parameterCount: 7_978_856,
  inputSize: 224,
  initialization: 'densenet',
  forward: (layers, image, classCount) => {
    const stem = convBnRelu(layers, 'stem', image, 64, { kernel: 7, stride: 2, pad: 3 });
    let features = layers.maxPool(stem, { kernel: 3, stride: 2, pad: 1 });
    BLOCKS.forEach((count, block) => {
      for (let layer = 0; layer < count; layer += 1) {
        const added = denseLayer(layers, `block${block + 1}.${layer}`, features);
        features = layers.concat([features, added]);
      }
      if (block + 1 === BLOCKS.length) return;
      const name = `transition${block + 1}`;
      const halved = bnReluConv(layers, name, features, features.channels / 2, { kernel: 1 });
      features = layers.averagePool(halved, { kernel: 2, stride: 2 });
    });
    const normalized = layers.relu(layers.batchNorm('final.bn', features));
    return layers.linear('classifier', layers.globalAverage(normalized), classCount);
  },
};
