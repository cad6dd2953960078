import { describe, expect, it } from 'vitest';
import { ModelCardError } from '../errors/model-card-error.js';
import { defineModel } from './define-model.js';
import type { ModelCard } from './model-card.js';

const CARD = {
  schemaVersion: 1,
  id: 'traffic-light',
  version: '1.0.0',
  labels: ['red', 'green'],
  input: { name: 'pixels' },
  preprocess: {
    resize: { mode: 'squash', width: 32, height: 32 },
    kernel: 'bilinear',
    rescaleFactor: 1 / 255,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    channelOrder: 'rgb',
    layout: 'nchw',
    dtype: 'float32',
  },
  head: { kind: 'softmax', output: 'logits' },
  variants: [{ name: 'float32', dtype: 'float32', file: { url: 'model.onnx' } }],
} as const satisfies ModelCard;

describe('defineModel', () => {
  it('should return the card itself', () => {
    expect(defineModel(CARD)).toBe(CARD);
  });

  it('should check the card where it is defined', () => {
    expect(() => defineModel({ ...CARD, version: 'one' })).toThrow(ModelCardError);
  });
});
