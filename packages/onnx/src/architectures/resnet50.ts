import type { Architecture } from './architecture.js';
import { convBn, convBnRelu } from './blocks.js';
import type { Features, Layers } from './layers.js';

/** Width of the 3x3 convolutions and number of blocks of each stage. */
const STAGES = [
  { width: 64, blocks: 3 },
  { width: 128, blocks: 4 },
  { width: 256, blocks: 6 },
  { width: 512, blocks: 3 },
] as const;

/** A block widens its result to four times its own width. */
const EXPANSION = 4;

/** 1x1 down, 3x3, 1x1 up, around a shortcut; the stride is in the 3x3, as in torchvision ("v1.5"). */
const bottleneck = (
  layers: Layers,
  name: string,
  input: Features,
  width: number,
  stride: number,
): Features => {
  const outChannels = width * EXPANSION;
  const reduced = convBnRelu(layers, `${name}.1`, input, width, { kernel: 1 });
  const filtered = convBnRelu(layers, `${name}.2`, reduced, width, { kernel: 3, stride, pad: 1 });
  const expanded = convBn(layers, `${name}.3`, filtered, outChannels, { kernel: 1 });
  const shortcut =
    input.channels === outChannels
      ? input
      : convBn(layers, `${name}.shortcut`, input, outChannels, { kernel: 1, stride });
  return layers.relu(layers.add(expanded, shortcut));
};

/** ResNet-50. */
export const resnet50: Architecture = {
  id: 'resnet50',
  source: 'He et al. 2015, arXiv:1512.03385; torchvision resnet50',
  parameterCount: 25_557_032,
  inputSize: 224,
  forward: (layers, image, classCount) => {
    const stem = convBnRelu(layers, 'stem', image, 64, { kernel: 7, stride: 2, pad: 3 });
    let features = layers.maxPool(stem, { kernel: 3, stride: 2, pad: 1 });
    STAGES.forEach(({ width, blocks }, stage) => {
      for (let block = 0; block < blocks; block += 1) {
        const stride = stage > 0 && block === 0 ? 2 : 1;
        features = bottleneck(layers, `stage${stage + 1}.${block}`, features, width, stride);
      }
    });
    return layers.linear('classifier', layers.globalAverage(features), classCount);
  },
};
