import type { Architecture } from './architecture.js';
import { convBn, convBnRelu } from './blocks.js';
import type { Features, Layers } from './layers.js';

/** Channels of each stage; a stage halves the picture, but for the first, which the stem halved. */
const STAGES = [24, 48, 96, 192] as const;

/** From this size on, the stem halves the picture twice: detail is in more pixels than the stages have work for. */
const LARGE_PICTURE = 96;

/** Two 3x3 around a shortcut, which is a 1x1 where the shapes differ. */
const residual = (
  layers: Layers,
  name: string,
  input: Features,
  channels: number,
  stride: number,
): Features => {
  const first = convBnRelu(layers, `${name}.1`, input, channels, { kernel: 3, stride, pad: 1 });
  const second = convBn(layers, `${name}.2`, first, channels, { kernel: 3, pad: 1 });
  const shortcut =
    stride === 1 && input.channels === channels
      ? input
      : convBn(layers, `${name}.shortcut`, input, channels, { kernel: 1, stride });
  return layers.relu(layers.add(second, shortcut));
};

/**
 * A small residual network for cameras and for training on a CPU: about 20 million multiply-accumulates
 * at 48 pixels (44 at 128), spread evenly over the stages. Plain convolutions alone, because depthwise ones keep few lanes
 * busy and train slowly; channels are multiples of 8, the block of ONNX Runtime's convolutions.
 */
export const edgeNet: Architecture = {
  id: 'edge-net',
  source: 'Ocelli; residual blocks of He et al. 2015, arXiv:1512.03385',
  parameterCount: 883_552,
  inputSize: 48,
  initialization: 'resnet',
  forward: (layers, image, classCount) => {
    let features = convBnRelu(layers, 'stem', image, STAGES[0], { kernel: 3, stride: 2, pad: 1 });
    if (image.size >= LARGE_PICTURE) {
      const options = { kernel: 3, stride: 2, pad: 1 };
      features = convBnRelu(layers, 'stem2', features, STAGES[0], options);
    }
    STAGES.forEach((channels, stage) => {
      const stride = stage === 0 ? 1 : 2;
      features = residual(layers, `stage${stage + 1}`, features, channels, stride);
    });
    const pooled = layers.dropout(layers.globalAverage(features), 0.2);
    return layers.linear('classifier', pooled, classCount);
  },
};
