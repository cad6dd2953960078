import type { CardVariant, PreprocessConfig } from '@ocelli/core';

import type { ONNX_ZOO_FILES } from './onnx-zoo-files.generated.js';

/** Name of a file of the ONNX Model Zoo. */
export type ZooFile = keyof typeof ONNX_ZOO_FILES;

/** One file of a network, with the accuracy that the zoo publishes for it where it does. */
export interface CatalogueVariant extends Pick<CardVariant, 'name' | 'dtype'> {
  readonly file: ZooFile;
  /** ILSVRC-2012 validation set, 0..1. */
  readonly top1?: number;
  readonly top5?: number;
}

/** What is known of one network of the ONNX Model Zoo. */
export interface CatalogueEntry {
  readonly name: string;
  readonly description?: string;
  /** Name of the picture input. */
  readonly input: string;
  readonly output: string;
  /** `probabilities` where the graph ends in a softmax. */
  readonly values: 'logits' | 'probabilities';
  readonly preprocess: PreprocessConfig;
  /** At least one; the first is the default. */
  readonly variants: readonly CatalogueVariant[];
  /** SPDX, as the model's README states. */
  readonly licence: 'Apache-2.0' | 'BSD-3-Clause' | 'MIT';
  readonly paper: string;
}

const RGB_0_1 = {
  rescaleFactor: 1 / 255,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
  channelOrder: 'rgb',
  layout: 'nchw',
  dtype: 'float32',
} as const;

/** Of the models exported from MXNet and PyTorch: the zoo's `imagenet_preprocess.py`. */
const TORCHVISION: PreprocessConfig = {
  resize: { mode: 'shortest-edge', size: 256 },
  kernel: 'bilinear',
  centerCrop: { width: 224, height: 224 },
  ...RGB_0_1,
};

/** Of the Caffe models, in the form that their accuracy was published with: the README of GoogleNet. */
const CAFFE: PreprocessConfig = {
  resize: { mode: 'squash', width: 224, height: 224 },
  // Pillow's default for `Image.resize`.
  kernel: 'bicubic',
  rescaleFactor: 1,
  mean: [103.939, 116.779, 123.68],
  std: [1, 1, 1],
  channelOrder: 'bgr',
  layout: 'nchw',
  dtype: 'float32',
};

const caffe = {
  preprocess: CAFFE,
  input: 'data_0',
  output: 'prob_1',
  values: 'probabilities',
} as const;

const float32 = (file: ZooFile, top1?: number, top5?: number): CatalogueVariant =>
  variant('float32', 'float32', file, top1, top5);
/** Quantised operators (`QLinearConv`), fast on CPUs. */
const int8 = (file: ZooFile, top1?: number, top5?: number): CatalogueVariant =>
  variant('int8', 'int8', file, top1, top5);
/** Pairs of `QuantizeLinear` and `DequantizeLinear` around float operators. */
const qdq = (file: ZooFile, top1?: number, top5?: number): CatalogueVariant =>
  variant('qdq', 'int8', file, top1, top5);

const variant = (
  name: string,
  dtype: CardVariant['dtype'],
  file: ZooFile,
  top1?: number,
  top5?: number,
): CatalogueVariant => ({
  name,
  dtype,
  file,
  ...(top1 !== undefined && { top1 }),
  ...(top5 !== undefined && { top5 }),
});

/** The ResNets exported from MXNet differ in their depth, their output's name and their accuracy only. */
const resnet = (
  depth: number,
  version: 1 | 2,
  output: string,
  variants: readonly CatalogueVariant[],
): CatalogueEntry => ({
  name: `ResNet-${String(depth)} v${String(version)}`,
  input: 'data',
  output,
  values: 'logits',
  preprocess: TORCHVISION,
  variants,
  licence: 'Apache-2.0',
  paper: version === 1 ? 'https://arxiv.org/abs/1512.03385' : 'https://arxiv.org/abs/1603.05027',
});

const vgg = (name: string, variants: readonly CatalogueVariant[]): CatalogueEntry => ({
  name,
  input: 'data',
  output: 'vgg0_dense2_fwd',
  values: 'logits',
  preprocess: TORCHVISION,
  variants,
  licence: 'Apache-2.0',
  paper: 'https://arxiv.org/abs/1409.1556',
});

/**
 * ImageNet classifiers of the ONNX Model Zoo. Names of inputs and outputs are those of the zoo's
 * `ONNX_HUB_MANIFEST.json`; accuracies, preprocessing and licences are those of its READMEs. Accuracies
 * that the zoo does not publish are left out.
 */
export const IMAGENET_CATALOGUE = {
  'resnet18-v1': resnet(18, 1, 'resnetv15_dense0_fwd', [
    float32('resnet18-v1-7.onnx', 0.6993, 0.8929),
  ]),
  'resnet34-v1': resnet(34, 1, 'resnetv16_dense0_fwd', [
    float32('resnet34-v1-7.onnx', 0.7373, 0.914),
  ]),
  'resnet50-v1': resnet(50, 1, 'resnetv17_dense0_fwd', [
    float32('resnet50-v1-12.onnx', 0.7497, 0.9233),
    int8('resnet50-v1-12-int8.onnx', 0.7477, 0.9232),
    qdq('resnet50-v1-12-qdq.onnx', 0.7443),
  ]),
  'resnet101-v1': resnet(101, 1, 'resnetv18_dense0_fwd', [
    float32('resnet101-v1-7.onnx', 0.7648, 0.932),
  ]),
  'resnet152-v1': resnet(152, 1, 'resnetv19_dense0_fwd', [
    float32('resnet152-v1-7.onnx', 0.7711, 0.9361),
  ]),
  'resnet18-v2': resnet(18, 2, 'resnetv22_dense0_fwd', [
    float32('resnet18-v2-7.onnx', 0.697, 0.8949),
  ]),
  'resnet34-v2': resnet(34, 2, 'resnetv23_dense0_fwd', [
    float32('resnet34-v2-7.onnx', 0.7336, 0.9143),
  ]),
  'resnet50-v2': resnet(50, 2, 'resnetv24_dense0_fwd', [
    float32('resnet50-v2-7.onnx', 0.7581, 0.9282),
  ]),
  'resnet101-v2': resnet(101, 2, 'resnetv25_dense0_fwd', [
    float32('resnet101-v2-7.onnx', 0.7742, 0.9361),
  ]),
  'resnet152-v2': resnet(152, 2, 'resnetv27_dense0_fwd', [
    float32('resnet152-v2-7.onnx', 0.782, 0.9421),
  ]),
  vgg16: vgg('VGG-16', [
    float32('vgg16-12.onnx', 0.7238, 0.91),
    int8('vgg16-12-int8.onnx', 0.7232, 0.9097),
    qdq('vgg16-12-qdq.onnx'),
  ]),
  'vgg16-bn': vgg('VGG-16 with batch normalisation', [float32('vgg16-bn-7.onnx', 0.7271, 0.9121)]),
  vgg19: vgg('VGG-19', [float32('vgg19-7.onnx', 0.7372, 0.9158)]),
  'vgg19-bn': vgg('VGG-19 with batch normalisation', [float32('vgg19-bn-7.onnx', 0.7383, 0.9179)]),
  googlenet: {
    name: 'GoogLeNet (BVLC)',
    ...caffe,
    variants: [
      float32('googlenet-12.onnx', 0.6778, 0.8834),
      int8('googlenet-12-int8.onnx', 0.6773, 0.8832),
      qdq('googlenet-12-qdq.onnx', 0.6773, 0.8831),
    ],
    licence: 'BSD-3-Clause',
    paper: 'https://arxiv.org/abs/1409.4842',
  },
  'inception-v1': {
    name: 'Inception v1',
    ...caffe,
    variants: [
      float32('inception-v1-12.onnx', 0.6723),
      int8('inception-v1-12-int8.onnx', 0.6724),
      qdq('inception-v1-12-qdq.onnx', 0.6721),
    ],
    licence: 'MIT',
    paper: 'https://arxiv.org/abs/1409.4842',
  },
  'inception-v2': {
    name: 'Inception v2',
    description:
      'The zoo publishes neither the preprocessing nor the accuracy of this model; the preprocessing of its other Caffe2 models is assumed.',
    ...caffe,
    variants: [float32('inception-v2-9.onnx')],
    licence: 'MIT',
    paper: 'https://arxiv.org/abs/1512.00567',
  },
  'squeezenet1-0': {
    name: 'SqueezeNet 1.0',
    ...caffe,
    output: 'softmaxout_1',
    variants: [
      float32('squeezenet1.0-12.onnx', 0.5685, 0.7987),
      int8('squeezenet1.0-12-int8.onnx', 0.5648, 0.7976),
      qdq('squeezenet1.0-13-qdq.onnx', 0.5654, 0.7976),
    ],
    licence: 'Apache-2.0',
    paper: 'https://arxiv.org/abs/1602.07360',
  },
  'squeezenet1-1': {
    name: 'SqueezeNet 1.1',
    input: 'data',
    output: 'squeezenet0_flatten0_reshape0',
    values: 'logits',
    preprocess: TORCHVISION,
    variants: [float32('squeezenet1.1-7.onnx', 0.5634, 0.7912)],
    licence: 'Apache-2.0',
    paper: 'https://arxiv.org/abs/1602.07360',
  },
  mobilenetv2: {
    name: 'MobileNetV2 1.0',
    input: 'input',
    output: 'output',
    values: 'logits',
    preprocess: TORCHVISION,
    variants: [
      float32('mobilenetv2-12.onnx', 0.6948, 0.8926),
      int8('mobilenetv2-12-int8.onnx', 0.683, 0.8844),
      qdq('mobilenetv2-12-qdq.onnx'),
    ],
    licence: 'Apache-2.0',
    paper: 'https://arxiv.org/abs/1801.04381',
  },
  'mobilenetv2-mxnet': {
    name: 'MobileNetV2 1.0 (MXNet)',
    input: 'data',
    output: 'mobilenetv20_output_flatten0_reshape0',
    values: 'logits',
    preprocess: TORCHVISION,
    variants: [float32('mobilenetv2-7.onnx', 0.7094, 0.8999)],
    licence: 'Apache-2.0',
    paper: 'https://arxiv.org/abs/1801.04381',
  },
  'shufflenet-v1': {
    name: 'ShuffleNet v1',
    input: 'gpu_0/data_0',
    output: 'gpu_0/softmax_1',
    values: 'probabilities',
    preprocess: TORCHVISION,
    variants: [float32('shufflenet-9.onnx')],
    licence: 'BSD-3-Clause',
    paper: 'https://arxiv.org/abs/1707.01083',
  },
  'shufflenet-v2': {
    name: 'ShuffleNet v2 1.0',
    input: 'input',
    output: 'output',
    values: 'logits',
    preprocess: TORCHVISION,
    variants: [
      float32('shufflenet-v2-12.onnx', 0.6635, 0.8657),
      int8('shufflenet-v2-12-int8.onnx', 0.6615, 0.8634),
      qdq('shufflenet-v2-12-qdq.onnx'),
    ],
    licence: 'BSD-3-Clause',
    paper: 'https://arxiv.org/abs/1807.11164',
  },
  'efficientnet-lite4': {
    name: 'EfficientNet-Lite4',
    description:
      'The accuracy of float32 is the one that the zoo reports for this file; the 80.4 % beside it are those of the paper.',
    input: 'images:0',
    output: 'Softmax:0',
    values: 'probabilities',
    preprocess: {
      resize: { mode: 'shortest-edge', size: 256 },
      kernel: 'bilinear',
      centerCrop: { width: 224, height: 224 },
      rescaleFactor: 1,
      mean: [127, 127, 127],
      std: [128, 128, 128],
      channelOrder: 'rgb',
      layout: 'nhwc',
      dtype: 'float32',
    },
    variants: [
      float32('efficientnet-lite4-11.onnx', 0.777),
      int8('efficientnet-lite4-11-int8.onnx', 0.7756),
      qdq('efficientnet-lite4-11-qdq.onnx', 0.769),
    ],
    licence: 'MIT',
    paper: 'https://arxiv.org/abs/1905.11946',
  },
  densenet121: {
    name: 'DenseNet-121',
    input: 'data_0',
    output: 'fc6_1',
    values: 'logits',
    // As its accuracy was published: squeezed to 256x256 by area, then cropped.
    preprocess: {
      resize: { mode: 'squash', width: 256, height: 256 },
      kernel: 'box',
      centerCrop: { width: 224, height: 224 },
      ...RGB_0_1,
    },
    variants: [float32('densenet-12.onnx', 0.6096), int8('densenet-12-int8.onnx', 0.602)],
    licence: 'MIT',
    paper: 'https://arxiv.org/abs/1608.06993',
  },
  alexnet: {
    name: 'AlexNet (BVLC)',
    ...caffe,
    variants: [
      float32('bvlcalexnet-12.onnx', 0.548, 0.7823),
      int8('bvlcalexnet-12-int8.onnx', 0.5468, 0.7823),
      qdq('bvlcalexnet-12-qdq.onnx', 0.5471, 0.7822),
    ],
    licence: 'BSD-3-Clause',
    paper:
      'https://papers.nips.cc/paper/4824-imagenet-classification-with-deep-convolutional-neural-networks.pdf',
  },
  caffenet: {
    name: 'CaffeNet (BVLC)',
    ...caffe,
    variants: [
      float32('caffenet-12.onnx', 0.5627, 0.7952),
      int8('caffenet-12-int8.onnx', 0.5622, 0.7952),
      qdq('caffenet-12-qdq.onnx'),
    ],
    licence: 'BSD-3-Clause',
    paper:
      'https://papers.nips.cc/paper/4824-imagenet-classification-with-deep-convolutional-neural-networks.pdf',
  },
  zfnet512: {
    name: 'ZFNet-512',
    ...caffe,
    input: 'gpu_0/data_0',
    output: 'gpu_0/softmax_1',
    variants: [
      float32('zfnet512-12.onnx', 0.5597, 0.7941),
      int8('zfnet512-12-int8.onnx', 0.5584, 0.7933),
      qdq('zfnet512-12-qdq.onnx'),
    ],
    licence: 'MIT',
    paper: 'https://arxiv.org/abs/1311.2901',
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

/** A network of the catalogue. */
export type CatalogueId = keyof typeof IMAGENET_CATALOGUE;

/** All networks of the catalogue, for lists and messages. */
export const IMAGENET_CATALOGUE_IDS = Object.keys(IMAGENET_CATALOGUE) as readonly CatalogueId[];

export const isCatalogueId = (id: string): id is CatalogueId =>
  Object.hasOwn(IMAGENET_CATALOGUE, id);
