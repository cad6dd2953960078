import { describe, expect, it } from 'vitest';
import { createPreprocessor } from '../preprocess/create-preprocessor.js';
import type { PreprocessConfig } from '../preprocess/preprocess-config.js';
import { parseModelCard } from './parse-model-card.js';

const CONFIG: PreprocessConfig = {
  resize: { mode: 'squash', width: 4, height: 4 },
  kernel: 'bilinear',
  rescaleFactor: 1,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  channelOrder: 'rgb',
  layout: 'nchw',
  dtype: 'float32',
};

const parse = (preprocess: object) =>
  parseModelCard({
    schemaVersion: 1,
    id: 'a',
    version: '1.0.0',
    labels: ['a'],
    input: { name: 'x' },
    preprocess,
    head: { kind: 'softmax', output: 'y' },
    variants: [{ name: 'm', dtype: 'float32', file: { url: 'u' } }],
  });

describe('the bounds of a preprocessing', () => {
  it.each([
    { resize: { mode: 'squash', width: 1e9, height: 1e9 } },
    { resize: { mode: 'squash', width: 2 ** 24, height: 2 ** 24 } },
    { resize: { mode: 'squash', width: 2 ** 24, height: 11 } },
    { resize: { mode: 'squash', width: 4.5, height: 4 } },
    { resize: { mode: 'shortest-edge', size: 4 } },
    { resize: { mode: 'none' } },
    { resize: { mode: 'none' }, centerCrop: { width: 2 ** 24 + 1, height: 1 } },
    { centerCrop: { width: 4, height: 4, rounding: 'ceil' } },
    { std: [1e-50, 1, 1] },
    { std: [1, 1] },
    { mean: [0] },
    { rescaleFactor: 0 },
    { rescaleFactor: -1 },
    { channelOrder: 'gray' },
    { dtype: 'int8' },
  ])('should be the same for a card and for a preprocessor, which refuse %j', (fields) => {
    const preprocess = { ...CONFIG, ...fields };
    expect(() => parse(preprocess)).toThrow(/^The model card "a" is not valid: preprocess\./);
    expect(() => createPreprocessor(preprocess as PreprocessConfig)).toThrow(/^config\./);
  });

  it.each([
    { resize: { mode: 'squash', width: 2 ** 24, height: 10 } },
    { resize: { mode: 'shortest-edge', size: 2 ** 24 }, centerCrop: { width: 1, height: 1 } },
    { centerCrop: { width: 4, height: 4, rounding: 'floor' } },
    { std: [1e-40, -1, 1] },
    { channelOrder: 'gray', mean: [1], std: [1] },
  ])('should be the same for a card and for a preprocessor, which accept %j', (fields) => {
    const preprocess = { ...CONFIG, ...fields };
    expect(parse(preprocess).preprocess).toEqual(preprocess);
    expect(createPreprocessor(preprocess as PreprocessConfig).config).toEqual(preprocess);
  });
});
