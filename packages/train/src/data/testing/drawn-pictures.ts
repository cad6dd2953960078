import { createFrame, type Frame, type PreprocessConfig } from '@ocelli/core';
import { createRandom } from '../../random/random.js';
import type { Dataset } from '../labelled-example.js';
import type { PictureStore } from '../picture-store.js';
import type { PreparedPicture } from '../prepared-picture.js';

/** A smooth picture with detail, another for each seed: RGB, rows without padding. */
export const drawPixels = (seed: number, width: number, height: number): Uint8Array => {
  const random = createRandom('drawn', seed);
  const phases = [random.uniform(), random.uniform(), random.uniform()];
  return Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const x = Math.floor(at / 3) % width;
    const y = Math.floor(at / 3 / width);
    const wave = Math.sin(x * 0.4 + seed) * Math.cos(y * 0.3 + 6 * (phases[at % 3] ?? 0));
    return Math.round(127.5 + 100 * wave + 20 * random.uniform());
  });
};

export const drawFrame = (seed: number, width: number, height: number): Frame =>
  createFrame({ width, height, format: 'rgb', data: drawPixels(seed, width, height) });

/** Preprocessing of a model with square input. */
export const squareInput = (
  size: number,
  changes: Partial<PreprocessConfig> = {},
): PreprocessConfig => ({
  resize: { mode: 'squash', width: size, height: size },
  kernel: 'bilinear',
  rescaleFactor: 1 / 255,
  mean: [0.5, 0.4, 0.3],
  std: [0.2, 0.25, 0.3],
  channelOrder: 'rgb',
  layout: 'nchw',
  dtype: 'float32',
  ...changes,
});

/** `perClass` examples of each of `classes` classes, class after class; the path is the index. */
export const numberedDataset = (classes: number, perClass: number): Dataset => ({
  labels: Array.from({ length: classes }, (_, label) => `class ${String(label)}`),
  examples: Array.from({ length: classes * perClass }, (_, index) => ({
    path: String(index),
    label: Math.floor(index / perClass),
  })),
});

/** Keeps everything. */
export const memoryStore = (): PictureStore => {
  const kept = new Map<number, PreparedPicture>();
  return {
    get: (example) => kept.get(example),
    set: (example, picture) => {
      kept.set(example, picture);
    },
  };
};
