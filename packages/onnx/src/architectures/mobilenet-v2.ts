import type { Architecture } from './architecture.js';
import type { ConvolutionOptions, Features, Layers } from './layers.js';

/** The paper's table 2: expansion, channels, number of blocks, stride of the first. */
const STAGES = [
  { expansion: 1, channels: 16, blocks: 1, stride: 1 },
  { expansion: 6, channels: 24, blocks: 2, stride: 2 },
  { expansion: 6, channels: 32, blocks: 3, stride: 2 },
  { expansion: 6, channels: 64, blocks: 4, stride: 2 },
  { expansion: 6, channels: 96, blocks: 3, stride: 1 },
  { expansion: 6, channels: 160, blocks: 3, stride: 2 },
  { expansion: 6, channels: 320, blocks: 1, stride: 1 },
] as const;

const convBnRelu6 = (
  layers: Layers,
  name: string,
  input: Features,
  channels: number,
  options: ConvolutionOptions,
): Features => {
  const filtered = layers.convolution(`${name}.0`, input, channels, options);
  return layers.relu6(layers.batchNorm(`${name}.1`, filtered));
};

/** 1x1 up, depthwise 3x3, 1x1 down without activation, around a shortcut where the shapes agree. */
const invertedResidual = (
  layers: Layers,
  name: string,
  input: Features,
  stage: (typeof STAGES)[number],
  stride: number,
): Features => {
  const width = input.channels * stage.expansion;
  let features = input;
  let index = 0;
  if (stage.expansion > 1) {
    features = convBnRelu6(layers, `${name}.conv.${index}`, features, width, { kernel: 1 });
    index += 1;
  }
  const depthwise = { kernel: 3, stride, pad: 1, groups: width };
  features = convBnRelu6(layers, `${name}.conv.${index}`, features, width, depthwise);
  const projected = layers.convolution(`${name}.conv.${index + 1}`, features, stage.channels, {
    kernel: 1,
  });
  features = layers.batchNorm(`${name}.conv.${index + 2}`, projected);
  return stride === 1 && input.channels === stage.channels ? layers.add(input, features) : features;
};

/** MobileNetV2, width 1.0; any input size. */
export const mobilenetV2: Architecture = {
  id: 'mobilenet-v2',
  source: 'Sandler et al. 2018, arXiv:1801.04381; torchvision mobilenet_v2',
  parameterCount: 3_504_872,
  inputSize: 224,
  initialization: 'mobilenet-v2',
  forward: (layers, image, classCount) => {
    const stem = { kernel: 3, stride: 2, pad: 1 };
    let features = convBnRelu6(layers, 'features.0', image, 32, stem);
    let index = 1;
    for (const stage of STAGES) {
      for (let block = 0; block < stage.blocks; block += 1) {
        const stride = block === 0 ? stage.stride : 1;
        features = invertedResidual(layers, `features.${index}`, features, stage, stride);
        index += 1;
      }
    }
    features = convBnRelu6(layers, `features.${index}`, features, 1280, { kernel: 1 });
    const pooled = layers.dropout(layers.globalAverage(features), 0.2);
    return layers.linear('classifier.1', pooled, classCount);
  },
};
