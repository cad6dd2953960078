import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseModelCard } from '@ocelli/core';
import { createGraphRuntime } from '@ocelli/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../random/random.js';
import { parseRecipe } from '../../recipe/parse-recipe.js';
import { encodePng } from '../report/encode-png.js';
import { ExistingRunError } from './existing-run-error.js';
import { runRecipe } from './run-recipe.js';
import type { RecipeEvent } from './run-recipe-options.js';

const SIDE = 16;
const COLORS = { red: 0, green: 1, blue: 2 } as const;

let folder: string;

/** A noisy picture in which one channel is brighter than the others. */
const drawPicture = (channel: number, seed: string): Uint8Array => {
  const random = createRandom('picture', seed);
  const pixels = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, index) =>
    Math.floor(random.uniform() * 120 + (index % 3 === channel ? 80 : 0)),
  );
  return encodePng(pixels, SIDE, SIDE);
};

const drawDataset = async (name: string, perClass: number): Promise<void> => {
  for (const [color, channel] of Object.entries(COLORS)) {
    await mkdir(join(folder, name, color), { recursive: true });
    for (let index = 0; index < perClass; index += 1) {
      const file = join(folder, name, color, `${String(index)}.png`);
      await writeFile(file, drawPicture(channel, `${name} ${color} ${String(index)}`));
    }
  }
};

const recipeOf = (fields: object = {}) =>
  parseRecipe({
    schemaVersion: 1,
    seed: 3,
    data: {
      training: { kind: 'folder', path: 'train' },
      validation: { kind: 'folder', path: 'val' },
      labels: 'labels.json',
    },
    model: { kind: 'architecture', id: 'small-cnn', inputSize: SIDE },
    training: {
      epochs: 3,
      batchSize: 8,
      optimizer: { kind: 'sgd', momentum: 0.9 },
      schedule: { kind: 'cosine', learningRate: 0.02 },
    },
    card: { id: 'colors', version: '1.0.0', dataset: 'Drawn colors', notFor: ['Anything.'] },
    ...fields,
  });

const run = (output: string, recipe = recipeOf(), options: object = {}) =>
  runRecipe(recipe, {
    runtime: createGraphRuntime({ threads: 1 }),
    outputFolder: join(folder, output),
    baseFolder: folder,
    workers: 1,
    ...options,
  });

const hashOf = async (...path: string[]): Promise<string> =>
  createHash('sha256')
    .update(await readFile(join(folder, ...path)))
    .digest('hex');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ocelli-recipe-'));
  await drawDataset('train', 16);
  await drawDataset('val', 6);
  const labels = {
    labels: ['blue-thing', 'green', 'red'],
    labelDetails: {
      'blue-thing': { aliases: ['blue'], displayNames: { en: 'Blue' }, group: 'cold' },
    },
    labelGroups: { cold: { displayNames: { en: 'Cold' } } },
  };
  await writeFile(join(folder, 'labels.json'), JSON.stringify(labels));
});

afterAll(() => rm(folder, { recursive: true }));

describe('runRecipe', () => {
  it('should train, calibrate and export a model whose card tells what it is', async () => {
    const events: RecipeEvent[] = [];
    const onProgress = (event: RecipeEvent) => void events.push(event);
    const { card, evaluation, fit } = await run('plain', recipeOf(), { onProgress });
    expect(evaluation).toMatchObject({ count: 18, top1: 1 });
    expect(fit.history).toHaveLength(3);
    const written: unknown = JSON.parse(await readFile(join(folder, 'plain', 'card.json'), 'utf8'));
    expect(parseModelCard(written)).toEqual(card);
    expect(card.labels).toEqual(['blue-thing', 'green', 'red']);
    expect(card.labelDetails?.['blue-thing']?.displayNames).toEqual({ en: 'Blue' });
    expect(card.labelGroups).toEqual({ cold: { displayNames: { en: 'Cold' } } });
    expect(card.notFor).toEqual(['Anything.']);
    const [variant] = card.variants;
    expect(variant?.file.sha256).toBe(await hashOf('plain', 'model.onnx'));
    expect(variant?.accuracy).toMatchObject([
      { dataset: 'Drawn colors', split: 'validation', count: 18, top1: 1 },
    ]);
    const kinds = new Set(events.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['checkpoint', 'data', 'epoch', 'evaluate', 'step']);
    expect(events[0]).toEqual({ kind: 'data', classes: 3, training: 48, validation: 18 });
    const page = await readFile(join(folder, 'plain', 'report', 'report.html'), 'utf8');
    expect(page).toContain('learning-curves.svg');
  });

  it('should give the same bytes for the same recipe', async () => {
    await run('again');
    expect(await hashOf('again', 'model.onnx')).toBe(await hashOf('plain', 'model.onnx'));
  });

  it('should leave a run that is there alone, and go on where it was stopped when asked to', async () => {
    await expect(run('plain')).rejects.toThrow(ExistingRunError);
    const controller = new AbortController();
    const stopping = run('stopped', recipeOf(), {
      signal: controller.signal,
      onProgress: (event: RecipeEvent) => {
        if (event.kind === 'step' && event.step === 9) controller.abort(new Error('enough'));
      },
    });
    await expect(stopping).rejects.toThrow('enough');
    await run('stopped', recipeOf(), { resume: true });
    expect(await hashOf('stopped', 'model.onnx')).toBe(await hashOf('plain', 'model.onnx'));
  });

  it('should replace the head of a pretrained model and train it alone on its features', async () => {
    const events: RecipeEvent[] = [];
    const { training } = recipeOf();
    const recipe = recipeOf({
      data: {
        training: { kind: 'folder', path: 'train' },
        validation: { kind: 'split', fraction: 0.25 },
      },
      model: { kind: 'pretrained', file: 'plain/model.onnx', freeze: 'all-but-head' },
      training: { ...training, epochs: 20 },
      card: { id: 'tuned', version: '0.1.0', dataset: 'Drawn colors' },
    });
    const { card, evaluation } = await run('head', recipe, {
      onProgress: (event: RecipeEvent) => void events.push(event),
    });
    expect(card.labels).toEqual(['blue', 'green', 'red']);
    expect(evaluation.count).toBe(12);
    expect(evaluation.top1).toBeGreaterThan(0.9);
    expect(events.filter(({ kind }) => kind === 'features').at(-1)).toEqual({
      kind: 'features',
      done: 48,
      total: 48,
    });
  });

  it('should fine-tune the rest as well, from a part of the model on', async () => {
    const { training } = recipeOf();
    const recipe = recipeOf({
      model: { kind: 'pretrained', file: 'plain/model.onnx', freeze: { upTo: 0.5 } },
      augmentation: { flipHorizontal: 0.5, rotate: 10 },
      training: {
        ...training,
        loss: { kind: 'softmax-cross-entropy', labelSmoothing: 0.1, classWeights: 'balanced' },
        optimizer: { kind: 'adamw' },
        schedule: { kind: 'one-cycle', learningRate: 0.002 },
        averageDecay: 0.5,
        clipNorm: 5,
      },
    });
    const { evaluation } = await run('tuned', recipe);
    expect(evaluation.top1).toBeGreaterThan(0.9);
  });

  it('should go on without pictures that cannot be read, and name them', async () => {
    await drawDataset('damaged', 10);
    await writeFile(join(folder, 'damaged', 'red', '3.png'), 'no picture');
    const events: RecipeEvent[] = [];
    const data = {
      training: { kind: 'folder', path: 'damaged' },
      validation: { kind: 'folder', path: 'val' },
    };
    const { evaluation } = await run('damaged-model', recipeOf({ data }), {
      onProgress: (event: RecipeEvent) => void events.push(event),
    });
    expect(evaluation.failed).toEqual([]);
    const path = join(folder, 'damaged', 'red', '3.png');
    expect(events.filter(({ kind }) => kind === 'unreadable')).toMatchObject([{ path }]);
  });

  it('should name what is wrong with labels that the data does not go with', async () => {
    await writeFile(join(folder, 'wrong.json'), JSON.stringify(['red', 'red']));
    const { data } = recipeOf();
    const wrong = run('wrong', recipeOf({ data: { ...data, labels: 'wrong.json' } }));
    await expect(wrong).rejects.toThrow(/wrong\.json, labels\[1\] must be used once/);
    const missing = run('wrong', recipeOf({ data: { ...data, labels: 'none.json' } }));
    await expect(missing).rejects.toThrow(
      /^The recipe is not valid: data\.labels must be a JSON file/,
    );
  });
});
