import { createTensor, type ModelCard } from '@ocelli/core';
import { createGraphBuilder, encodeModel } from '@ocelli/onnx';

export const COLOR_LABELS = ['red', 'green', 'blue'] as const;

/** How much clearer than the others the strongest color's logit is. */
const GAIN = 12;

/**
 * A classifier whose answer anybody can see: `classes` logits, of which the first three are the mean
 * red, green and blue of the picture times a gain, and the rest are zero.
 */
export const buildColorModel = ({ size = 8, classes = 3 } = {}): Uint8Array => {
  const weight = new Float32Array(classes * 3);
  for (let color = 0; color < 3; color += 1) weight[color * 3 + color] = GAIN;
  const g = createGraphBuilder({ name: 'color' });
  const pixels = g.input('pixels', 'float32', ['N', 3, size, size]);
  const mean = g.node('Flatten', [g.node('GlobalAveragePool', [pixels])], { axis: 1 });
  const w = g.initializer('weight', createTensor('float32', [classes, 3], weight));
  const logits = g.node('Gemm', [mean, w], { transB: 1 }, { name: 'logits' });
  g.output(logits, 'float32', ['N', classes]);
  return encodeModel(g.build());
};

/** A model of two vectors, which is no classifier of pictures. */
export const buildVectorModel = (): Uint8Array => {
  const g = createGraphBuilder({ name: 'vectors' });
  const [left, right] = [
    g.input('left', 'float32', ['N', 4]),
    g.input('right', 'float32', ['N', 4]),
  ];
  g.output(g.node('Add', [left, right], {}, { name: 'sum' }), 'float32', ['N', 4]);
  return encodeModel(g.build());
};

/** The card of `buildColorModel()`, for a model file of this name beside it. */
export const colorCard = (file: string, output = 'logits'): ModelCard => ({
  schemaVersion: 1,
  id: 'color',
  version: '1.2.3',
  name: 'Color',
  labels: COLOR_LABELS,
  input: { name: 'pixels' },
  preprocess: {
    resize: { mode: 'squash', width: 8, height: 8 },
    kernel: 'bilinear',
    rescaleFactor: 1 / 255,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    channelOrder: 'rgb',
    layout: 'nchw',
    dtype: 'float32',
  },
  head: { kind: 'softmax', output },
  variants: [{ name: 'fp32', dtype: 'float32', file: { url: file } }],
  licence: { id: 'MIT' },
});

/** What `ocelli classify` says on stderr of a model with `colorCard`. */
export const COLOR_NOTE = 'Color 1.2.3 on cpu\n';
