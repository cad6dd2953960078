import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ModelCard } from '@ocelli/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openCardFile } from './open-card-file.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocelli-card-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const card: ModelCard = {
  schemaVersion: 1,
  id: 'lamp',
  version: '1.0.0',
  labels: ['off', 'on'],
  input: { name: 'input' },
  preprocess: {
    resize: { mode: 'squash', width: 8, height: 8 },
    kernel: 'bilinear',
    rescaleFactor: 1,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    channelOrder: 'rgb',
    layout: 'nchw',
    dtype: 'float32',
  },
  head: { kind: 'softmax', output: 'logits' },
  variants: [
    { name: 'float32', dtype: 'float32', file: { url: 'weights/lamp.onnx' } },
    { name: 'int8', dtype: 'int8', file: { url: 'https://host/lamp-int8.onnx' } },
  ],
};

describe('openCardFile', () => {
  it('should resolve relative paths against the folder of the card and keep URLs', async () => {
    const opened = await openCardFile(write('card.json', JSON.stringify(card)));
    expect(opened.card.variants.map(({ file }) => file.url)).toEqual([
      join(folder, 'weights/lamp.onnx'),
      'https://host/lamp-int8.onnx',
    ]);
    expect(opened.card.labels).toEqual(['off', 'on']);
  });

  it('should read a file that starts with a byte order mark', async () => {
    const path = write('bom.json', `\uFEFF${JSON.stringify(card)}`);
    await expect(openCardFile(path)).resolves.toMatchObject({ card: { id: 'lamp' } });
  });

  it('should name the position where JSON breaks', async () => {
    const path = write('broken.json', '{\n  "id": "lamp",\n  labels: []\n}');
    await expect(openCardFile(path)).rejects.toMatchObject({
      name: 'ModelOpenError',
      reason: 'bad-json',
      position: { line: 3, column: 3 },
    });
  });

  it('should say that the file is missing', async () => {
    await expect(openCardFile(join(folder, 'none.json'))).rejects.toMatchObject({
      name: 'ModelOpenError',
      reason: 'not-found',
    });
  });

  it('should say that a folder is no card', async () => {
    await expect(openCardFile(folder)).rejects.toMatchObject({ reason: 'not-found' });
  });

  it('should pass on what is wrong in the card', async () => {
    const path = write('invalid.json', JSON.stringify({ ...card, id: 'Not Kebab' }));
    await expect(openCardFile(path)).rejects.toMatchObject({ name: 'ModelCardError' });
  });
});
