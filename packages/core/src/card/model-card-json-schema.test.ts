import { Ajv2020 } from 'ajv/dist/2020.js';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import published from '../../schema/model-card.json' with { type: 'json' };
import { ModelCardError } from '../errors/model-card-error.js';
import { parseModelCard } from './parse-model-card.js';
import { modelCardJsonSchema } from './testing/model-card-json-schema.js';

const card = {
  schemaVersion: 1,
  id: 'traffic-light',
  version: '1.0.0',
  labels: ['red', 'green'],
  input: { name: 'pixels' },
  preprocess: {
    resize: { mode: 'letterbox', width: 32, height: 32, padColor: [0, 0, 0] },
    kernel: 'bilinear',
    rescaleFactor: 1 / 255,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    channelOrder: 'rgb',
    layout: 'nchw',
    dtype: 'float32',
  },
  head: { kind: 'softmax', output: 'logits', threshold: { red: 0.5 } },
  variants: [{ name: 'float32', dtype: 'float32', file: { url: 'model.onnx' } }],
};

const drawn = { dtype: 'float32', dims: [1, 3, 32, 32], drawn: 'stripes-v1', seed: 1 };

const goldenCard = (pixels: object) => ({
  ...card,
  golden: {
    inputs: { pixels },
    outputs: { logits: { dtype: 'float32', dims: [1, 2], values: [0, 1] } },
    tolerance: 1,
  },
});

describe('schema/model-card.json', () => {
  // `npm run schema -w @ocelli/core` writes the file anew; this fails when it is out of date.
  it('should be what the run-time schema gives', async () => {
    const options = { parser: 'json', printWidth: 100 };
    const text = await format(JSON.stringify(modelCardJsonSchema()), options);
    await expect(text).toMatchFileSnapshot('../../schema/model-card.json');
  });

  it('should accept a card and reject what the run-time schema rejects', () => {
    const validate = new Ajv2020({ strict: true }).compile(published);
    expect(validate(card), JSON.stringify(validate.errors)).toBe(true);
    for (const wrong of [
      { ...card, id: 'Not kebab' },
      { ...card, labels: [] },
      { ...card, preproces: {} },
      { ...card, version: undefined },
      { ...card, head: { kind: 'softmx', output: 'logits' } },
      { ...card, calibration: { temperature: 0 } },
      goldenCard({ ...drawn, seed: 0 }),
      goldenCard({ ...drawn, values: [] }),
      goldenCard({ dtype: 'float32', dims: [1] }),
      { ...card, labels: ['red', 'red'] },
      { ...card, preprocess: { ...card.preprocess, std: [1, 0, 1] } },
      { ...card, preprocess: { ...card.preprocess, mean: [0, 0] } },
      { ...card, preprocess: { ...card.preprocess, channelOrder: 'gray' } },
      { ...card, preprocess: { ...card.preprocess, resize: { mode: 'none' } } },
      { ...card, preprocess: { ...card.preprocess, resize: { mode: 'shortest-edge', size: 9 } } },
      { ...card, preprocess: { ...card.preprocess, centerCrop: { width: 2 ** 25, height: 9 } } },
    ]) {
      expect(() => parseModelCard(wrong), JSON.stringify(wrong)).toThrow(ModelCardError);
      expect(validate(wrong), JSON.stringify(wrong)).toBe(false);
    }
  });

  it('should accept golden inputs with their values or drawn', () => {
    const validate = new Ajv2020({ strict: true }).compile(published);
    for (const right of [
      goldenCard(drawn),
      goldenCard({ dtype: 'int8', dims: [1], values: [1] }),
    ]) {
      expect(parseModelCard(right)).toBe(right);
      expect(validate(right), JSON.stringify(validate.errors)).toBe(true);
    }
  });

  it('should accept one value per channel, and a crop where the resize needs one', () => {
    const validate = new Ajv2020({ strict: true }).compile(published);
    for (const fields of [
      { channelOrder: 'gray', mean: [0], std: [1] },
      { resize: { mode: 'none' }, centerCrop: { width: 9, height: 9, rounding: 'floor' } },
    ]) {
      const right = { ...card, preprocess: { ...card.preprocess, ...fields } };
      expect(parseModelCard(right)).toBe(right);
      expect(validate(right), JSON.stringify(validate.errors)).toBe(true);
    }
  });
});
