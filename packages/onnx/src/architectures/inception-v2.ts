import type { Architecture } from './architecture.js';
import type { ConvolutionOptions, Features, Layers } from './layers.js';

/** Widths of one module's branches, in the order of the paper's figure 5. */
interface ModuleWidths {
  /** 0: no such branch, and the module halves the picture. */
  readonly one: number;
  readonly threeReduced: number;
  readonly three: number;
  readonly doubleReduced: number;
  readonly double: number;
  /** 0: the pool is passed on as it is. */
  readonly pooled: number;
  readonly pool: 'average' | 'max';
}

const widths = (
  one: number,
  threeReduced: number,
  three: number,
  doubleReduced: number,
  double: number,
  pooled: number,
  pool: 'average' | 'max',
): ModuleWidths => ({ one, threeReduced, three, doubleReduced, double, pooled, pool });

const MODULES: Readonly<Record<string, ModuleWidths>> = {
  '3a': widths(64, 64, 64, 64, 96, 32, 'average'),
  '3b': widths(64, 64, 96, 64, 96, 64, 'average'),
  '3c': widths(0, 128, 160, 64, 96, 0, 'max'),
  '4a': widths(224, 64, 96, 96, 128, 128, 'average'),
  '4b': widths(192, 96, 128, 96, 128, 128, 'average'),
  '4c': widths(160, 128, 160, 128, 160, 128, 'average'),
  '4d': widths(96, 128, 192, 160, 192, 128, 'average'),
  '4e': widths(0, 128, 192, 192, 256, 0, 'max'),
  '5a': widths(352, 192, 320, 160, 224, 128, 'average'),
  '5b': widths(352, 192, 320, 192, 224, 128, 'max'),
};

/** Convolution with bias, batch normalisation, ReLU; the bias is redundant and part of the count. */
const biasedConvBnRelu = (
  layers: Layers,
  name: string,
  input: Features,
  channels: number,
  options: ConvolutionOptions,
): Features => {
  const filtered = layers.convolution(name, input, channels, { ...options, hasBias: true });
  return layers.relu(layers.batchNorm(`${name}_bn`, filtered));
};

const inceptionModule = (
  layers: Layers,
  name: string,
  input: Features,
  { one, threeReduced, three, doubleReduced, double, pooled, pool }: ModuleWidths,
): Features => {
  const stride = one === 0 ? 2 : 1;
  const conv = (
    part: string,
    from: Features,
    channels: number,
    kernel: number,
    step = 1,
  ): Features =>
    biasedConvBnRelu(layers, `${name}.${part}`, from, channels, {
      kernel,
      stride: step,
      pad: (kernel - 1) / 2,
    });
  const branches = one === 0 ? [] : [conv('1x1', input, one, 1)];
  const reduced = conv('3x3_reduce', input, threeReduced, 1);
  branches.push(conv('3x3', reduced, three, 3, stride));
  const first = conv('double_3x3_1', conv('double_3x3_reduce', input, doubleReduced, 1), double, 3);
  branches.push(conv('double_3x3_2', first, double, 3, stride));
  const averaged = pool === 'average' ? layers.averagePool : layers.maxPool;
  const summary =
    stride === 1
      ? averaged(input, { kernel: 3, stride, pad: 1 })
      : averaged(input, { kernel: 3, stride, ceilMode: true });
  branches.push(pooled === 0 ? summary : conv('pool_proj', summary, pooled, 1));
  return layers.concat(branches);
};

/** Inception v2 (BN-Inception): GoogLeNet with batch normalisation and two 3x3 for each 5x5. */
export const inceptionV2: Architecture = {
  id: 'inception-v2',
  source:
    'Ioffe and Szegedy 2015, arXiv:1502.03167, figure 5; count of pretrained-models.pytorch and ' +
    'imgclsmob bninception',
  parameterCount: 11_295_240,
  inputSize: 224,
  initialization: 'pytorch',
  forward: (layers, image, classCount) => {
    const pool = { kernel: 3, stride: 2, ceilMode: true };
    let features = biasedConvBnRelu(layers, 'conv1', image, 64, { kernel: 7, stride: 2, pad: 3 });
    features = layers.maxPool(features, pool);
    features = biasedConvBnRelu(layers, 'conv2_reduce', features, 64, { kernel: 1 });
    features = biasedConvBnRelu(layers, 'conv2', features, 192, { kernel: 3, pad: 1 });
    features = layers.maxPool(features, pool);
    for (const [name, moduleWidths] of Object.entries(MODULES)) {
      features = inceptionModule(layers, `inception_${name}`, features, moduleWidths);
    }
    return layers.linear('classifier', layers.globalAverage(features), classCount);
  },
};
