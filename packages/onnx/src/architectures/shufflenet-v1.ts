import type { Architecture } from './architecture.js';
import { convBn, convBnRelu } from './blocks.js';
import type { Features, Layers } from './layers.js';

const GROUPS = 3;

/** Channels and number of units of each stage. */
const STAGES = [
  { channels: 240, units: 4 },
  { channels: 480, units: 8 },
  { channels: 960, units: 4 },
] as const;

/**
 * Grouped 1x1, shuffle, depthwise 3x3, grouped 1x1, around a shortcut that is added, or joined where the
 * unit halves the picture. The very first 1x1 is not grouped: its input is too narrow.
 */
const unit = (
  layers: Layers,
  name: string,
  input: Features,
  { channels }: (typeof STAGES)[number],
  place: { readonly isFirstOfStage: boolean; readonly isFirstOfAll: boolean },
): Features => {
  const stride = place.isFirstOfStage ? 2 : 1;
  const width = channels / 4;
  const reduced = convBnRelu(layers, `${name}.1`, input, width, {
    kernel: 1,
    groups: place.isFirstOfAll ? 1 : GROUPS,
  });
  const shuffled = layers.shuffleChannels(reduced, GROUPS);
  const filtered = convBn(layers, `${name}.2`, shuffled, width, {
    kernel: 3,
    stride,
    pad: 1,
    groups: width,
  });
  const outChannels = place.isFirstOfStage ? channels - input.channels : channels;
  const expanded = convBn(layers, `${name}.3`, filtered, outChannels, {
    kernel: 1,
    groups: GROUPS,
  });
  if (!place.isFirstOfStage) return layers.relu(layers.add(input, expanded));
  const shortcut = layers.averagePool(input, { kernel: 3, stride: 2, pad: 1 });
  return layers.relu(layers.concat([shortcut, expanded]));
};

/** ShuffleNet v1, three groups, width 1.0: the one of the ONNX model zoo. */
export const shufflenetV1: Architecture = {
  id: 'shufflenet-v1',
  source: 'Zhang et al. 2017, arXiv:1707.01083, g = 3; count of imgclsmob shufflenet_g3_w1',
  parameterCount: 1_865_728,
  inputSize: 224,
  initialization: 'pytorch',
  forward: (layers, image, classCount) => {
    const stem = convBnRelu(layers, 'stem', image, 24, { kernel: 3, stride: 2, pad: 1 });
    let features = layers.maxPool(stem, { kernel: 3, stride: 2, pad: 1 });
    STAGES.forEach((stage, index) => {
      for (let position = 0; position < stage.units; position += 1) {
        const isFirstOfStage = position === 0;
        const place = { isFirstOfStage, isFirstOfAll: isFirstOfStage && index === 0 };
        features = unit(layers, `stage${index + 2}.${position}`, features, stage, place);
      }
    });
    return layers.linear('classifier', layers.globalAverage(features), classCount);
  },
};
