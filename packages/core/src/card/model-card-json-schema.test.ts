import { toJsonSchema } from '@valibot/to-json-schema';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import published from '../../schema/model-card.json' with { type: 'json' };
import { modelCardSchema } from './model-card-schema.js';

/*
 * The JSON Schema is generated from the run-time schema: `npm run schema -w @ocelli/core` writes the file
 * anew, and this test fails when it is out of date. Rules that span fields are not in it.
 */
const generate = (): Promise<string> => {
  const schema = toJsonSchema(modelCardSchema, {
    target: 'draft-2020-12',
    // JSON has no infinity, and no arrays that can change.
    ignoreActions: ['finite', 'readonly'],
  });
  const { $schema, ...rest } = schema;
  return format(JSON.stringify({ $schema, ...rest }), { parser: 'json', printWidth: 100 });
};

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

describe('schema/model-card.json', () => {
  it('should be what the run-time schema gives', async () => {
    await expect(await generate()).toMatchFileSnapshot('../../schema/model-card.json');
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
    ]) {
      expect(validate(wrong)).toBe(false);
    }
  });
});
