import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createTensor } from '@ocelli/core';
import { createGraphBuilder, encodeModel } from '@ocelli/onnx';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openHuggingFaceFolder } from './open-hugging-face-folder.js';
import { openOnnxFile } from './open-onnx-file.js';

const CLASSES = 3;

/** Global average pooling and a linear layer: the smallest classifier of pictures. */
const classifier = (classes = CLASSES, endsInSoftmax = false): Uint8Array => {
  const g = createGraphBuilder({ name: 'tiny' });
  const pixels = g.input('pixel_values', 'float32', ['N', 3, 32, 32]);
  const pooled = g.node('Flatten', [g.node('GlobalAveragePool', [pixels])]);
  const weight = g.initializer('weight', createTensor('float32', [3, classes]));
  const logits = g.node('Gemm', [pooled, weight], {}, { name: 'logits' });
  const output = endsInSoftmax ? g.node('Softmax', [logits], {}, { name: 'probs' }) : logits;
  g.output(output, 'float32', ['N', classes]);
  return encodeModel(g.build());
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocelli-open-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
};

describe('openOnnxFile', () => {
  it('should make a card of the signature, with the hash of the file', async () => {
    const path = write('Tiny Net.onnx', classifier());
    const { card, assumptions } = await openOnnxFile(path, { labels: ['a', 'b', 'c'] });
    expect(card).toMatchObject({
      id: 'tiny-net',
      labels: ['a', 'b', 'c'],
      input: { name: 'pixel_values' },
      head: { kind: 'softmax', output: 'logits' },
      preprocess: { centerCrop: { width: 32, height: 32 }, layout: 'nchw' },
    });
    expect(card.variants[0]?.file).toMatchObject({ url: path, bytes: statSync(path).size });
    expect(card.variants[0]?.file.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(assumptions.join(' ')).toContain('torchvision');
  });

  it('should see that the graph ends in a softmax', async () => {
    const { card } = await openOnnxFile(write('probs.onnx', classifier(CLASSES, true)));
    expect(card.head).toEqual({ kind: 'softmax', output: 'probs', values: 'probabilities' });
  });

  it('should take labels by the number of classes and say so', async () => {
    const path = write('tiny.onnx', classifier());
    const labels = ['red', 'amber', 'green'];
    const { card, assumptions } = await openOnnxFile(path, {
      labelsForCount: (count) => (count === CLASSES ? labels : undefined),
    });
    expect(card.labels).toEqual(labels);
    expect(assumptions[0]).toBe('Labels were assumed for 3 classes: red to green.');
  });

  it('should number the labels when none are known', async () => {
    const { card } = await openOnnxFile(write('tiny.onnx', classifier()), {
      labelsForCount: () => undefined,
    });
    expect(card.labels).toEqual(['class-0', 'class-1', 'class-2']);
  });

  it('should refuse labels of another number', async () => {
    const path = write('tiny.onnx', classifier());
    await expect(openOnnxFile(path, { labels: ['a'] })).rejects.toMatchObject({
      name: 'LabelCountMismatchError',
    });
  });

  it('should say that the file is missing', async () => {
    await expect(openOnnxFile(join(folder, 'none.onnx'))).rejects.toMatchObject({
      name: 'ModelOpenError',
      reason: 'not-found',
    });
  });

  it.each([
    ['random bytes', Uint8Array.from({ length: 500 }, (_, i) => (i * 7919) % 256)],
    ['a truncated model', classifier().subarray(0, 60)],
    ['zero bytes', new Uint8Array(0)],
    ['an HTML page', '<!DOCTYPE html><title>Not found</title>'],
  ])('should refuse %s with the path in the error, and open the next file', async (_, content) => {
    const path = write('bad.onnx', content);
    await expect(openOnnxFile(path)).rejects.toMatchObject({
      name: 'ModelLoadError',
      source: path,
    });
    await expect(openOnnxFile(write('good.onnx', classifier()))).resolves.toBeDefined();
  });
});

const CONFIG = { id2label: { 0: 'cat', 1: 'dog', 2: 'owl' } };
const PREPROCESSOR = {
  do_resize: true,
  size: { height: 32, width: 32 },
  resample: 2,
  do_rescale: true,
  rescale_factor: 1 / 255,
  do_normalize: true,
  image_mean: [0.5, 0.5, 0.5],
  image_std: [0.5, 0.5, 0.5],
};

describe('openHuggingFaceFolder', () => {
  it('should read labels, preprocessing and variants', async () => {
    write('config.json', JSON.stringify(CONFIG));
    write('preprocessor_config.json', JSON.stringify(PREPROCESSOR));
    const main = write('onnx/model.onnx', classifier());
    const quantized = write('onnx/model_quantized.onnx', classifier());
    const { card } = await openHuggingFaceFolder(folder);
    expect(card.labels).toEqual(['cat', 'dog', 'owl']);
    expect(card.preprocess).toMatchObject({
      resize: { mode: 'squash', width: 32, height: 32 },
      mean: [0.5, 0.5, 0.5],
    });
    expect(card.variants.map(({ name, file }) => [name, file.url])).toEqual([
      ['float32', main],
      ['quantized', quantized],
    ]);
  });

  it('should take the .onnx files beside config.json when there is no folder onnx', async () => {
    write('config.json', JSON.stringify(CONFIG));
    write('preprocessor_config.json', JSON.stringify(PREPROCESSOR));
    const main = write('model.onnx', classifier());
    const { card } = await openHuggingFaceFolder(folder);
    expect(card.variants[0]?.file.url).toBe(main);
  });

  it('should say that there is no ONNX file', async () => {
    write('config.json', JSON.stringify(CONFIG));
    await expect(openHuggingFaceFolder(folder)).rejects.toMatchObject({
      name: 'ModelOpenError',
      reason: 'no-onnx-file',
      path: folder,
    });
  });

  it('should say that config.json is missing', async () => {
    write('model.onnx', classifier());
    await expect(openHuggingFaceFolder(folder)).rejects.toMatchObject({
      name: 'ModelOpenError',
      reason: 'not-found',
      path: join(folder, 'config.json'),
    });
  });

  it('should name the position where preprocessor_config.json breaks', async () => {
    write('config.json', JSON.stringify(CONFIG));
    write('preprocessor_config.json', '{"size": 32,}');
    await expect(openHuggingFaceFolder(folder)).rejects.toMatchObject({
      reason: 'bad-json',
      position: { line: 1, column: 13 },
    });
  });

  it('should say that the folder does not exist', async () => {
    await expect(openHuggingFaceFolder(join(folder, 'none'))).rejects.toMatchObject({
      name: 'ModelOpenError',
      reason: 'not-found',
    });
  });
});
