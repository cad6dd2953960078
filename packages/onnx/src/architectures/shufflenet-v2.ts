import type { Architecture } from './architecture.js';
import { convBn, convBnRelu } from './blocks.js';
import type { Features, Layers } from './layers.js';

/** Channels and number of units of each stage. */
const STAGES = [
  { channels: 116, units: 4 },
  { channels: 232, units: 8 },
  { channels: 464, units: 4 },
] as const;

const depthwise = (layers: Layers, name: string, input: Features, stride: number): Features =>
  convBn(layers, name, input, input.channels, {
    kernel: 3,
    stride,
    pad: 1,
    groups: input.channels,
  });

/** 1x1, depthwise 3x3, 1x1. */
const branch = (
  layers: Layers,
  name: string,
  input: Features,
  channels: number,
  stride: number,
): Features => {
  const mixed = convBnRelu(layers, `${name}.1`, input, channels, { kernel: 1 });
  const filtered = depthwise(layers, `${name}.2`, mixed, stride);
  return convBnRelu(layers, `${name}.3`, filtered, channels, { kernel: 1 });
};

/** The first unit of a stage halves the picture in both branches; the others pass half of it on. */
const unit = (
  layers: Layers,
  name: string,
  input: Features,
  { channels }: (typeof STAGES)[number],
  isFirst: boolean,
): Features => {
  const half = channels / 2;
  let parts: Features[];
  if (isFirst) {
    const filtered = depthwise(layers, `${name}.shortcut.1`, input, 2);
    const shortcut = convBnRelu(layers, `${name}.shortcut.2`, filtered, half, { kernel: 1 });
    parts = [shortcut, branch(layers, name, input, half, 2)];
  } else {
    const [passed = input, changed = input] = layers.splitChannels(input, 2);
    parts = [passed, branch(layers, name, changed, half, 1)];
  }
  return layers.shuffleChannels(layers.concat(parts), 2);
};

/** ShuffleNet v2, width 1.0. */
export const shufflenetV2: Architecture = {
  id: 'shufflenet-v2',
  source: 'Ma et al. 2018, arXiv:1807.11164; torchvision shufflenet_v2_x1_0',
  parameterCount: 2_278_604,
  inputSize: 224,
  initialization: 'pytorch',
  forward: (layers, image, classCount) => {
    const stem = convBnRelu(layers, 'stem', image, 24, { kernel: 3, stride: 2, pad: 1 });
    let features = layers.maxPool(stem, { kernel: 3, stride: 2, pad: 1 });
    STAGES.forEach((stage, index) => {
      for (let position = 0; position < stage.units; position += 1) {
        const name = `stage${index + 2}.${position}`;
        features = unit(layers, name, features, stage, position === 0);
      }
    });
    const wide = convBnRelu(layers, 'conv5', features, 1024, { kernel: 1 });
    return layers.linear('classifier', layers.globalAverage(wide), classCount);
  },
};
