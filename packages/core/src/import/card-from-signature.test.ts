import { describe, expect, it } from 'vitest';
import { ModelCardError } from '../errors/model-card-error.js';
import { ModelImportError } from '../errors/model-import-error.js';
import { LabelCountMismatchError } from '../errors/session-errors.js';
import type { DType } from '../tensor/dtype.js';
import type { TensorInfo } from '../tensor/tensor.js';
import { cardFromSignature, type SignatureImport } from './card-from-signature.js';
import { cardIdFrom } from './card-id.js';
import { PREPROCESS_PRESETS, preprocessPreset } from './preprocess-presets.js';

const tensor = (
  name: string,
  dims: readonly (number | string)[],
  dtype: DType = 'float32',
): TensorInfo => ({ name, dtype, dims });

const importWith = (source: Partial<SignatureImport>) =>
  cardFromSignature({
    id: 'a-model',
    file: { url: 'a.onnx' },
    inputs: [tensor('data', ['N', 3, 224, 224])],
    outputs: [tensor('out', ['N', 1000])],
    ...source,
  });

describe('cardFromSignature', () => {
  it('should take [N, 3, 224, 224] with 1000 classes for an ImageNet model of torchvision', () => {
    const { card, assumptions } = importWith({});
    expect(card.preprocess).toEqual({
      resize: { mode: 'shortest-edge', size: 256 },
      centerCrop: { width: 224, height: 224 },
      kernel: 'bilinear',
      rescaleFactor: 1 / 255,
      mean: [0.485, 0.456, 0.406],
      std: [0.229, 0.224, 0.225],
      channelOrder: 'rgb',
      layout: 'nchw',
      dtype: 'float32',
    });
    expect(card.input.name).toBe('data');
    expect(card.head).toEqual({ kind: 'softmax', output: 'out' });
    expect(card.labels).toHaveLength(1000);
    expect(assumptions).toEqual([
      'No labels are known, so they are numbered: class-0 to class-999.',
      'ImageNet preprocessing of torchvision was assumed: shortest edge 256 (bilinear), centre crop ' +
        '224x224, 1/255, mean [0.485, 0.456, 0.406], std [0.229, 0.224, 0.225].',
    ]);
  });

  it('should assume nothing when labels and preprocessing are given', () => {
    const preprocess = preprocessPreset('unit', { width: 64, height: 32, layout: 'nchw' });
    const { card, assumptions } = importWith({
      inputs: [tensor('data', ['N', 'C', 'H', 'W'])],
      outputs: [tensor('out', ['N', 'classes'])],
      labels: ['a', 'b'],
      preprocess,
      precision: 'int8',
      version: '2.0.0',
    });
    expect(assumptions).toEqual([]);
    expect(card).toMatchObject({ version: '2.0.0', labels: ['a', 'b'], preprocess });
    expect(card.variants).toEqual([{ name: 'int8', dtype: 'int8', file: { url: 'a.onnx' } }]);
  });

  it.each([
    ['NHWC', tensor('x', ['N', 299, 199, 3]), { layout: 'nhwc', mean: [1, 1, 1] }, 'mode "tf"'],
    [
      'one channel',
      tensor('x', [1, 1, 28, 28]),
      { channelOrder: 'gray', mean: [0] },
      'grey, 28x28',
    ],
    [
      'uint8',
      tensor('x', [1, 8, 8, 3], 'uint8'),
      { rescaleFactor: 1, dtype: 'uint8' },
      'grey levels',
    ],
    [
      'float16',
      tensor('x', [1, 3, 299, 299], 'float16'),
      { dtype: 'float16', resize: { mode: 'shortest-edge', size: 342 } },
      'centre crop 299x299',
    ],
    [
      'an oblong picture',
      tensor('x', [1, 3, 8, 16]),
      { resize: { mode: 'squash', width: 16, height: 8 } },
      'squash to 16x8',
    ],
  ])('should say what it assumes for %s', (_, input, preprocess, assumption) => {
    const imported = importWith({ inputs: [input], labels: undefined as never });
    expect(imported.card.preprocess).toMatchObject(preprocess);
    expect(imported.assumptions.at(-1)).toContain(assumption);
  });

  it.each([
    ['one named logits', [tensor('probs', [1, 3]), tensor('logits', [1, 3])], 'logits'],
    ['one with as many values as labels', [tensor('a', [1, 7]), tensor('b', [1, 3, 1, 1])], 'b'],
    ['the first of two dims', [tensor('map', [1, 3, 7, 7]), tensor('a', ['N', 'classes'])], 'a'],
  ])('should prefer %s', (_, outputs, name) => {
    const { card } = importWith({ outputs, labels: ['a', 'b', 'c'] });
    expect(card.head.output).toBe(name);
  });

  it('should prefer 1000 values when no labels are given', () => {
    const outputs = [tensor('embedding', [1, 512]), tensor('classes', [1, 1000])];
    expect(importWith({ outputs }).card.head.output).toBe('classes');
  });

  it.each([
    ['Softmax', { kind: 'softmax', output: 'out', values: 'probabilities' }],
    ['Sigmoid', { kind: 'sigmoid', output: 'out', values: 'probabilities' }],
    ['LogSoftmax', { kind: 'softmax', output: 'out' }],
    ['Gemm', { kind: 'softmax', output: 'out' }],
  ])('should read the head of an output that %s makes', (operator, head) => {
    expect(importWith({ outputProducers: { out: operator } }).card.head).toEqual(head);
  });

  it.each([
    [{ inputs: [] }, 'inputs must be one picture, but they are none'],
    [
      { inputs: [tensor('a', [1]), tensor('b', [1])] },
      'inputs must be one picture, but they are a, b',
    ],
    [
      { inputs: [tensor('a', [1, 3])] },
      'must be one picture of four dims, but they are "a" float32 [1, 3]',
    ],
    [{ inputs: [tensor('a', [1, 4, 8, 8])] }, 'no dim of 1 or 3 channels'],
    [{ inputs: [tensor('a', ['N', 'C', 'H', 'W'])] }, 'no dim of 1 or 3 channels'],
    [{ inputs: [tensor('a', [1, 3, 'H', 'W'])] }, "leave the picture's size free"],
    [{ inputs: [tensor('a', [1, 3, 8, 8], 'int64')] }, 'must hold float32, float16, uint8'],
    [{ outputs: [tensor('map', [1, 8, 8, 8])] }, 'outputs must have one of dims [N, classes]'],
    [{ outputs: [] }, 'outputs must have one of dims [N, classes], but they are none'],
    [
      { outputs: [tensor('out', ['N', 'classes'])] },
      'labels are not known, nor how many there are',
    ],
    [
      { preprocess: preprocessPreset('torch', { width: 8, height: 8, layout: 'nchw' }) },
      'preprocess gives pictures of 8x8',
    ],
  ] satisfies [Partial<SignatureImport>, string][])('should not guess at %j', (source, message) => {
    expect(() => importWith(source)).toThrow(ModelImportError);
    expect(() => importWith(source)).toThrow(message);
  });

  it('should reject another number of labels than logits, and a malformed id', () => {
    expect(() => importWith({ labels: ['a'] })).toThrow(LabelCountMismatchError);
    expect(() => importWith({ id: 'Not An Id' })).toThrow(ModelCardError);
  });
});

describe('preprocessPreset', () => {
  /** The formulas of Keras' `imagenet_utils.preprocess_input`, worked out for the RGB pixel (255, 128, 0). */
  it.each([
    ['torch', [2.2489082969432315, 0.20518207282912992, -1.8044444444444445]],
    ['tf', [1, 0.0039215686274509665, -1]],
    ['caffe', [-103.939, 11.221, 131.32]],
    ['unit', [1, 0.5019607843137255, 0]],
    ['raw', [255, 128, 0]],
  ] as const)('should compute the values of mode %s', (name, expected) => {
    const { rescaleFactor, mean, std, channelOrder } = PREPROCESS_PRESETS[name];
    const pixel = channelOrder === 'bgr' ? [0, 128, 255] : [255, 128, 0];
    const values = pixel.map(
      (value, i) => (value * rescaleFactor - (mean[i] ?? NaN)) / (std[i] ?? NaN),
    );
    values.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 12));
  });

  it('should make NHWC pictures unless told otherwise', () => {
    expect(preprocessPreset('tf', { width: 8, height: 4 })).toMatchObject({
      resize: { mode: 'squash', width: 8, height: 4 },
      layout: 'nhwc',
      dtype: 'float32',
    });
    expect(
      preprocessPreset('torch', { width: 4, height: 4, shortestEdge: 5, layout: 'nchw' }),
    ).toMatchObject({
      resize: { mode: 'shortest-edge', size: 5 },
      centerCrop: { width: 4, height: 4 },
    });
  });

  it('should refuse grey pictures where the channels differ, and unknown names', () => {
    expect(() => preprocessPreset('caffe', { width: 1, height: 1, channels: 1 })).toThrow(
      'options.channels must be 3 for the preset caffe, but it is 1.',
    );
    expect(() => preprocessPreset('pytorch' as never, { width: 1, height: 1 })).toThrow(
      'name must be one of torch, tf, caffe, unit, raw, but it is "pytorch".',
    );
  });
});

describe('cardIdFrom', () => {
  it.each([
    ['microsoft/resnet-50', 'microsoft-resnet-50'],
    ['squeezenet1.1-fp32', 'squeezenet1-1-fp32'],
    ['__Ärger__', 'a-rger'],
    ['模型', 'model'],
  ])('should make %s %s', (name, id) => {
    expect(cardIdFrom(name)).toBe(id);
  });
});
