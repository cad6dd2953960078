import type { Architecture } from './architecture.js';
import type { ConvolutionOptions, Features, Layers } from './layers.js';

/** Width of the 3x3 convolutions of each stage. */
const WIDTHS = [64, 128, 256, 512] as const;

/** A bottleneck widens its result to four times its own width. */
const EXPANSION = 4;

interface Block {
  /** Channels of the result. */
  readonly channels: (width: number) => number;
  /** Without shortcut and last ReLU. */
  readonly branch: (
    layers: Layers,
    name: string,
    input: Features,
    width: number,
    stride: number,
  ) => Features;
}

/** The `index`-th convolution of a block with its normalisation, named as torchvision names them. */
const convBn = (
  layers: Layers,
  block: string,
  index: number,
  input: Features,
  channels: number,
  options: ConvolutionOptions,
): Features =>
  layers.batchNorm(
    `${block}bn${index}`,
    layers.convolution(`${block}conv${index}`, input, channels, options),
  );

/** Two 3x3. */
const basicBlock: Block = {
  channels: (width) => width,
  branch: (layers, name, input, width, stride) => {
    const first = convBn(layers, name, 1, input, width, { kernel: 3, stride, pad: 1 });
    return convBn(layers, name, 2, layers.relu(first), width, { kernel: 3, pad: 1 });
  },
};

/** 1x1 down, 3x3, 1x1 up; the stride is in the 3x3, as in torchvision ("v1.5"). */
const bottleneck: Block = {
  channels: (width) => width * EXPANSION,
  branch: (layers, name, input, width, stride) => {
    const reduced = layers.relu(convBn(layers, name, 1, input, width, { kernel: 1 }));
    const filtered = convBn(layers, name, 2, reduced, width, { kernel: 3, stride, pad: 1 });
    return convBn(layers, name, 3, layers.relu(filtered), width * EXPANSION, { kernel: 1 });
  },
};

const residual = (
  layers: Layers,
  name: string,
  input: Features,
  block: Block,
  width: number,
  stride: number,
): Features => {
  const channels = block.channels(width);
  const branch = block.branch(layers, `${name}.`, input, width, stride);
  const shortcut =
    stride === 1 && input.channels === channels
      ? input
      : layers.batchNorm(
          `${name}.downsample.1`,
          layers.convolution(`${name}.downsample.0`, input, channels, { kernel: 1, stride }),
        );
  return layers.relu(layers.add(branch, shortcut));
};

const residualNetwork = (
  layers: Layers,
  image: Features,
  classCount: number,
  block: Block,
  counts: readonly number[],
): Features => {
  const stem = layers.relu(convBn(layers, '', 1, image, 64, { kernel: 7, stride: 2, pad: 3 }));
  let features = layers.maxPool(stem, { kernel: 3, stride: 2, pad: 1 });
  WIDTHS.forEach((width, stage) => {
    for (let index = 0; index < (counts[stage] ?? 0); index += 1) {
      const stride = stage > 0 && index === 0 ? 2 : 1;
      features = residual(layers, `layer${stage + 1}.${index}`, features, block, width, stride);
    }
  });
  return layers.linear('fc', layers.globalAverage(features), classCount);
};

/** ResNet-18; any input size. */
export const resnet18: Architecture = {
  id: 'resnet18',
  source: 'He et al. 2015, arXiv:1512.03385; torchvision resnet18',
  parameterCount: 11_689_512,
  inputSize: 224,
  initialization: 'resnet',
  forward: (layers, image, classCount) =>
    residualNetwork(layers, image, classCount, basicBlock, [2, 2, 2, 2]),
};

/** ResNet-34; any input size. */
export const resnet34: Architecture = {
  id: 'resnet34',
  source: 'He et al. 2015, arXiv:1512.03385; torchvision resnet34',
  parameterCount: 21_797_672,
  inputSize: 224,
  initialization: 'resnet',
  forward: (layers, image, classCount) =>
    residualNetwork(layers, image, classCount, basicBlock, [3, 4, 6, 3]),
};

/** ResNet-50; any input size. */
export const resnet50: Architecture = {
  id: 'resnet50',
  source: 'He et al. 2015, arXiv:1512.03385; torchvision resnet50',
  parameterCount: 25_557_032,
  inputSize: 224,
  initialization: 'resnet',
  forward: (layers, image, classCount) =>
    residualNetwork(layers, image, classCount, bottleneck, [3, 4, 6, 3]),
};
