import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { InvalidArgumentError, ReleasedError } from '@ocelli/core';
import { decodeImage, ImageDecodeError } from '@ocelli/node';
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../data/batch.js';
import { createBatchMaker } from '../../data/create-batch-maker.js';
import { DatasetError } from '../../data/dataset-error.js';
import type { Dataset } from '../../data/labelled-example.js';
import { memoryStore, squareInput } from '../../data/testing/drawn-pictures.js';
import { createBatchSource, createEvaluationBatches } from './create-batch-source.js';
import { readImageFolder } from './read-image-folder.js';
import { createTemporaryFolder, type TemporaryFolder } from './testing/picture-folder.js';

const preprocess = squareInput(12);
const augmentation = {
  rotate: 15,
  hue: 20,
  noise: { probability: 0.5, sigma: [1, 9] },
  mixup: { probability: 0.5, alpha: 0.3 },
} as const;

const drawDataset = async (folder: TemporaryFolder): Promise<Dataset> => {
  for (let seed = 0; seed < 22; seed += 1) {
    await folder.draw(`${seed % 2 === 0 ? 'even' : 'odd'}/${String(seed)}.png`, seed);
  }
  return readImageFolder(folder.path);
};

const collect = async (batches: AsyncIterable<Batch>): Promise<Batch[]> => {
  const all: Batch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
};

const trainingSource = (dataset: Dataset, workers = 1, cacheBytes = 2 ** 24) =>
  createBatchSource({
    dataset,
    preprocess,
    augmentation,
    batchSize: 4,
    seed: 9,
    workers,
    cacheBytes,
  });

describe('createBatchSource', () => {
  it('should make the same batches with any number of workers, any cache, and without workers', async () => {
    await using folder = await createTemporaryFolder();
    const dataset = await drawDataset(folder);
    const maker = createBatchMaker({
      plan: { dataset, preprocess, batchSize: 4, training: { seed: 9, augmentation } },
      readPicture: (path) => decodeImage(path),
      store: memoryStore(),
    });
    for (const [workers, cacheBytes] of [
      [1, 2 ** 24],
      [3, 2 ** 24],
      [2, 3000],
      [1, 0],
    ] as const) {
      const source = trainingSource(dataset, workers, cacheBytes);
      expect(source.stepsPerEpoch).toBe(6);
      for (const epoch of [0, 1]) {
        const made = await collect(source.batches(epoch));
        expect(made).toHaveLength(6);
        for (const [step, batch] of made.entries()) {
          expect(batch).toEqual((await maker.make(epoch, step)).batch);
        }
      }
      await source.release();
    }
  });

  it('should go on from any step as if it had made those before', async () => {
    await using folder = await createTemporaryFolder();
    const source = trainingSource(await drawDataset(folder), 2);
    const whole = await collect(source.batches(3));
    expect(await collect(source.batches(3, { firstStep: 4 }))).toEqual(whole.slice(4));
    expect(await collect(source.batches(3, { firstStep: 6 }))).toEqual([]);
    await source.release();
  });

  it('should measure how long its consumer waits', async () => {
    await using folder = await createTemporaryFolder();
    let clock = 0;
    const dataset = await drawDataset(folder);
    const options = { dataset, preprocess, batchSize: 4, seed: 9, workers: 1 };
    const source = createBatchSource({ ...options, now: () => (clock += 5) });
    await collect(source.batches(0));
    expect(source.stalledMs).toBe(30);
    await source.release();
  });

  it('should list pictures that cannot be read and go on, up to a bound', async () => {
    await using folder = await createTemporaryFolder();
    await drawDataset(folder);
    await folder.write('odd/broken.png', 'no picture');
    const dataset = await readImageFolder(folder.path);
    const options = { dataset, preprocess, batchSize: 4, seed: 9, workers: 2 };
    const source = createBatchSource({ ...options, maxUnreadable: 0.1 });
    const batches = await collect(source.batches(0));
    expect(batches.every(({ examples }) => examples.length === 4)).toBe(true);
    expect(source.unreadable).toHaveLength(1);
    const [broken] = source.unreadable;
    expect(broken?.path).toMatch(/broken\.png$/);
    expect(ImageDecodeError.isInstance(broken?.error)).toBe(true);
    await source.release();

    const strict = createBatchSource({ ...options, maxUnreadable: 0 });
    const refused = collect(strict.batches(0));
    await expect(refused).rejects.toThrow(DatasetError);
    await expect(refused).rejects.toThrow(/broken\.png/);
    await strict.release();
  });

  it('should stop at the signal with its reason, and still serve the next epoch', async () => {
    await using folder = await createTemporaryFolder();
    const source = trainingSource(await drawDataset(folder));
    const controller = new AbortController();
    const batches = source.batches(0, { signal: controller.signal });
    const iterator = batches[Symbol.asyncIterator]();
    await iterator.next();
    controller.abort(new Error('enough'));
    await expect(iterator.next()).rejects.toThrow('enough');
    for await (const batch of source.batches(1)) {
      expect(batch.examples).toHaveLength(4);
      break;
    }
    expect(await collect(source.batches(1))).toHaveLength(6);
    await source.release();
  });

  it('should end its workers on release, once, and refuse batches afterwards', async () => {
    await using folder = await createTemporaryFolder();
    const started: Worker[] = [];
    const note = (worker: Worker) => started.push(worker);
    process.on('worker', note);
    const source = trainingSource(await drawDataset(folder), 2);
    const iterator = source.batches(0)[Symbol.asyncIterator]();
    await iterator.next();
    process.off('worker', note);
    expect(started).toHaveLength(2);
    await Promise.all([source.release(), source.release()]);
    expect(started.map(({ threadId }) => threadId)).toEqual([-1, -1]);
    await expect(iterator.next()).rejects.toThrow(ReleasedError);
    await expect(collect(source.batches(0))).rejects.toThrow(ReleasedError);
  });

  it('should not keep a process alive that forgets it', async () => {
    await using folder = await createTemporaryFolder();
    await drawDataset(folder);
    const script = `
      import { createBatchSource, readImageFolder } from '@ocelli/train/node';
      const dataset = await readImageFolder(${JSON.stringify(folder.path)});
      const preprocess = ${JSON.stringify(preprocess)};
      const source = createBatchSource({ dataset, preprocess, batchSize: 4, seed: 1, workers: 2 });
      for await (const { examples } of source.batches(0)) {
        console.log(examples.length);
        break;
      }`;
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], {
      cwd: import.meta.dirname,
    });
    expect(stdout.trim()).toBe('4');
  });

  it('should refuse what cannot be trained on or is out of range', async () => {
    await using folder = await createTemporaryFolder();
    const dataset = await drawDataset(folder);
    const options = { dataset, preprocess, batchSize: 4, seed: 9 };
    const single = { labels: ['a'], examples: dataset.examples.slice(0, 1) };
    expect(() => createBatchSource({ ...options, dataset: single })).toThrow(DatasetError);
    for (const wrong of [{ batchSize: 0 }, { workers: 0 }, { cacheBytes: -1 }, { balance: 2 }]) {
      expect(() => createBatchSource({ ...options, ...wrong })).toThrow(InvalidArgumentError);
    }
  });
});

describe('createEvaluationBatches', () => {
  it('should bring every picture once, in order, the last batch short', async () => {
    await using folder = await createTemporaryFolder();
    const dataset = await drawDataset(folder);
    const source = createEvaluationBatches({ dataset, preprocess, batchSize: 8, workers: 2 });
    const batches = await collect(source.batches(0));
    expect(batches.map(({ images }) => images.dims[0])).toEqual([8, 8, 6]);
    const order = batches.flatMap(({ examples }) => [...examples]);
    expect(order).toEqual(dataset.examples.map((_, index) => index));
    await source.release();
  });
});
