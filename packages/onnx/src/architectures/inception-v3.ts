import type { Architecture } from './architecture.js';
import { convBnRelu } from './blocks.js';
import type { ConvolutionOptions, Features, Layers, PerAxis } from './layers.js';

/** Convolutions of one module, each with normalisation and ReLU, named as torchvision names them. */
type Convolve = (
  part: string,
  from: Features,
  channels: number,
  kernel: PerAxis,
  options?: Partial<ConvolutionOptions>,
) => Features;

const convolveIn =
  (layers: Layers, module: string): Convolve =>
  (part, from, channels, kernel, options = {}) =>
    convBnRelu(layers, `${module}${part}`, from, channels, { kernel, epsilon: 1e-3, ...options });

/** Paddings that keep the size. */
const ACROSS = { pad: [0, 3] } as const;
const DOWN = { pad: [3, 0] } as const;
const AROUND = { pad: 1 } as const;
const HALVE = { stride: 2 } as const;

const average = (layers: Layers, input: Features): Features =>
  layers.averagePool(input, { kernel: 3, stride: 1, pad: 1 });
const halveByMax = (layers: Layers, input: Features): Features =>
  layers.maxPool(input, { kernel: 3, stride: 2 });

/** Figure 5 of the paper. */
const moduleA = (layers: Layers, name: string, input: Features, pooled: number): Features => {
  const conv = convolveIn(layers, `${name}.`);
  const five = conv('branch5x5_1', input, 48, 1);
  const reduced = conv('branch3x3dbl_1', input, 64, 1);
  const double = conv('branch3x3dbl_2', reduced, 96, 3, AROUND);
  return layers.concat([
    conv('branch1x1', input, 64, 1),
    conv('branch5x5_2', five, 64, 5, { pad: 2 }),
    conv('branch3x3dbl_3', double, 96, 3, AROUND),
    conv('branch_pool', average(layers, input), pooled, 1),
  ]);
};

/** Halves the picture after the A modules. */
const moduleB = (layers: Layers, name: string, input: Features): Features => {
  const conv = convolveIn(layers, `${name}.`);
  const reduced = conv('branch3x3dbl_1', input, 64, 1);
  const double = conv('branch3x3dbl_2', reduced, 96, 3, AROUND);
  return layers.concat([
    conv('branch3x3', input, 384, 3, HALVE),
    conv('branch3x3dbl_3', double, 96, 3, HALVE),
    halveByMax(layers, input),
  ]);
};

/** Figure 6: 7x7 as 1x7 and 7x1. */
const moduleC = (layers: Layers, name: string, input: Features, width: number): Features => {
  const conv = convolveIn(layers, `${name}.`);
  const seven = conv('branch7x7_2', conv('branch7x7_1', input, width, 1), width, [1, 7], ACROSS);
  let double = conv('branch7x7dbl_1', input, width, 1);
  double = conv('branch7x7dbl_2', double, width, [7, 1], DOWN);
  double = conv('branch7x7dbl_3', double, width, [1, 7], ACROSS);
  double = conv('branch7x7dbl_4', double, width, [7, 1], DOWN);
  return layers.concat([
    conv('branch1x1', input, 192, 1),
    conv('branch7x7_3', seven, 192, [7, 1], DOWN),
    conv('branch7x7dbl_5', double, 192, [1, 7], ACROSS),
    conv('branch_pool', average(layers, input), 192, 1),
  ]);
};

/** Halves the picture after the C modules. */
const moduleD = (layers: Layers, name: string, input: Features): Features => {
  const conv = convolveIn(layers, `${name}.`);
  let seven = conv('branch7x7x3_1', input, 192, 1);
  seven = conv('branch7x7x3_2', seven, 192, [1, 7], ACROSS);
  seven = conv('branch7x7x3_3', seven, 192, [7, 1], DOWN);
  return layers.concat([
    conv('branch3x3_2', conv('branch3x3_1', input, 192, 1), 320, 3, HALVE),
    conv('branch7x7x3_4', seven, 192, 3, HALVE),
    halveByMax(layers, input),
  ]);
};

/** Figure 7: 1x3 and 3x1 side by side. */
const moduleE = (layers: Layers, name: string, input: Features): Features => {
  const conv = convolveIn(layers, `${name}.`);
  const fork = (part: string, ends: readonly [string, string], from: Features): Features =>
    layers.concat([
      conv(`${part}${ends[0]}`, from, 384, [1, 3], { pad: [0, 1] }),
      conv(`${part}${ends[1]}`, from, 384, [3, 1], { pad: [1, 0] }),
    ]);
  const reduced = conv('branch3x3dbl_1', input, 448, 1);
  const double = conv('branch3x3dbl_2', reduced, 384, 3, AROUND);
  return layers.concat([
    conv('branch1x1', input, 320, 1),
    fork('branch3x3_', ['2a', '2b'], conv('branch3x3_1', input, 384, 1)),
    fork('branch3x3dbl_', ['3a', '3b'], double),
    conv('branch_pool', average(layers, input), 192, 1),
  ]);
};

const stem = (layers: Layers, image: Features): Features => {
  const conv = convolveIn(layers, 'Conv2d_');
  let features = conv('1a_3x3', image, 32, 3, HALVE);
  features = conv('2a_3x3', features, 32, 3);
  features = halveByMax(layers, conv('2b_3x3', features, 64, 3, AROUND));
  features = conv('3b_1x1', features, 80, 1);
  return halveByMax(layers, conv('4a_3x3', features, 192, 3));
};

/** Inception v3 without the auxiliary head; any input size from 75 pixels on. */
export const inceptionV3: Architecture = {
  id: 'inception-v3',
  source: 'Szegedy et al. 2015, arXiv:1512.00567; torchvision inception_v3 without auxiliary head',
  parameterCount: 23_834_568,
  inputSize: 299,
  initialization: 'inception-v3',
  forward: (layers, image, classCount) => {
    let features = stem(layers, image);
    features = moduleA(layers, 'Mixed_5b', features, 32);
    features = moduleA(layers, 'Mixed_5c', features, 64);
    features = moduleA(layers, 'Mixed_5d', features, 64);
    features = moduleB(layers, 'Mixed_6a', features);
    features = moduleC(layers, 'Mixed_6b', features, 128);
    features = moduleC(layers, 'Mixed_6c', features, 160);
    features = moduleC(layers, 'Mixed_6d', features, 160);
    features = moduleC(layers, 'Mixed_6e', features, 192);
    features = moduleD(layers, 'Mixed_7a', features);
    features = moduleE(layers, 'Mixed_7b', features);
    features = moduleE(layers, 'Mixed_7c', features);
    return layers.linear('fc', layers.dropout(layers.globalAverage(features), 0.5), classCount);
  },
};
