import { createPreprocessor, type PreprocessConfig, TYPED_ARRAYS } from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import { type BatchPlan, createBatchMaker } from './create-batch-maker.js';
import { DatasetError } from './dataset-error.js';
import { drawFrame, memoryStore, numberedDataset, squareInput } from './testing/drawn-pictures.js';

const numbered = numberedDataset(3, 5);
const region = { x: 2.5, y: 4, width: 12, height: 9.5 };
/** Every third picture is used in part. */
const dataset = {
  ...numbered,
  examples: numbered.examples.map((example, index) =>
    index % 3 === 0 ? { ...example, region } : example,
  ),
};
const readPicture = (path: string) =>
  Promise.resolve(drawFrame(Number(path), 20 + Number(path), 30));

const makerOf = (plan: Partial<BatchPlan>, read = readPicture) =>
  createBatchMaker({
    plan: { dataset, preprocess: squareInput(12), batchSize: 4, ...plan },
    readPicture: read,
    store: memoryStore(),
  });

const inference = (config: PreprocessConfig, example: number) => {
  const preprocessor = createPreprocessor(config);
  const length = preprocessor.outputDims.reduce((a, b) => a * b, 1);
  const values = new TYPED_ARRAYS[config.dtype](length);
  const options = example % 3 === 0 ? { regionOfInterest: region } : {};
  preprocessor.run(drawFrame(example, 20 + example, 30), values, options);
  return values;
};

describe('createBatchMaker', () => {
  it.each<[string, PreprocessConfig]>([
    ['squashed', squareInput(12)],
    ['BGR, channels last', squareInput(12, { channelOrder: 'bgr', layout: 'nhwc' })],
    ['gray', squareInput(12, { channelOrder: 'gray', mean: [0.5], std: [0.25] })],
    ['mirrored, float16', squareInput(12, { mirror: true, dtype: 'float16' })],
    [
      'cropped',
      squareInput(12, {
        resize: { mode: 'shortest-edge', size: 16 },
        centerCrop: { width: 12, height: 14 },
        kernel: 'bicubic',
      }),
    ],
    [
      'letterboxed',
      squareInput(12, {
        resize: { mode: 'letterbox', width: 14, height: 10, padColor: [1, 2, 3] },
        dtype: 'uint8',
      }),
    ],
  ])('should hold exactly what inference sees when nothing is varied: %s', async (_, config) => {
    const training = { seed: 1, augmentation: {} };
    for (const plan of [{}, { training }]) {
      const maker = makerOf({ preprocess: config, ...plan });
      for (const epoch of [0, 1]) {
        const { batch } = await maker.make(epoch, 1);
        const { data, dims } = batch.images;
        const length = data.length / (dims[0] ?? 1);
        for (const [index, example] of batch.examples.entries()) {
          const picture = data.slice(index * length, (index + 1) * length);
          expect(picture).toEqual(inference(config, example));
        }
      }
    }
  });

  it('should go through an evaluation in order, the last batch short', async () => {
    const maker = makerOf({});
    expect(maker.stepsPerEpoch).toBe(4);
    const { batch } = await maker.make(0, 3);
    expect([...batch.examples]).toEqual([12, 13, 14]);
    expect([...batch.labels]).toEqual([2, 2, 2]);
    expect(batch.images.dims).toEqual([3, 3, 12, 12]);
    expect([...batch.targets.data]).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 1]);
  });

  it('should fill up the last batch of a training from the beginning of the epoch', async () => {
    const maker = makerOf({ training: { seed: 1 } });
    const first = (await maker.make(2, 0)).batch;
    const last = (await maker.make(2, 3)).batch;
    expect(last.examples).toHaveLength(4);
    expect(last.examples[3]).toBe(first.examples[0]);
  });

  it('should make a batch the same whatever was made before it', async () => {
    const training = {
      seed: 5,
      augmentation: { rotate: 10, hue: 20, mixup: { probability: 1, alpha: 0.4 } },
    } as const;
    const busy = makerOf({ training });
    for (const step of [3, 0, 2]) await busy.make(0, step);
    await busy.make(1, 0);
    const fresh = await makerOf({ training }).make(1, 2);
    expect(await busy.make(1, 2)).toEqual(fresh);
    expect(await busy.make(2, 2)).not.toEqual(fresh);
  });

  it('should mix pictures and targets by the same share', async () => {
    const mixup = { probability: 1, alpha: 1 };
    const plain = (await makerOf({ training: { seed: 2 } }).make(0, 0)).batch;
    const training = { seed: 2, augmentation: { mixup } };
    const mixed = (await makerOf({ training }).make(0, 0)).batch;
    expect(mixed.labels).toEqual(plain.labels);
    const rows = Array.from({ length: 4 }, (_, row) =>
      mixed.targets.data.slice(row * 3, row * 3 + 3),
    );
    for (const row of rows) expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
    const index = [0, 1, 2, 3].find((at) => plain.labels[at] !== plain.labels[(at + 1) % 4]) ?? -1;
    const share = rows[index]?.[plain.labels[index] ?? 0] ?? NaN;
    const values = (batch: typeof plain, at: number) =>
      (batch.images.data as Float32Array).slice((at % 4) * 432, (at % 4) * 432 + 432);
    const own = values(plain, index);
    const other = values(plain, index + 1);
    // Half a level of rounding, in the values of the narrowest channel.
    const tolerance = 0.51 / 255 / 0.2;
    values(mixed, index).forEach((value, at) => {
      const expected = share * (own[at] ?? 0) + (1 - share) * (other[at] ?? 0);
      expect(Math.abs(value - expected)).toBeLessThan(tolerance);
    });
  });

  it('should replace what cannot be read when training, and leave it out of an evaluation', async () => {
    const broken = (path: string) =>
      path === '1' ? Promise.reject(new Error('broken')) : readPicture(path);
    const evaluated = await makerOf({}, broken).make(0, 0);
    expect([...evaluated.batch.examples]).toEqual([0, 2, 3]);
    expect(evaluated.unreadable).toMatchObject([{ example: 1, path: '1' }]);
    const maker = makerOf({ training: { seed: 1 } }, broken);
    const made = await Promise.all([0, 1, 2, 3].map((step) => maker.make(0, step)));
    const examples = made.flatMap(({ batch }) => [...batch.examples]);
    expect(examples).toHaveLength(16);
    expect(examples).not.toContain(1);
    expect(made.flatMap(({ unreadable }) => unreadable)).toMatchObject([{ example: 1 }]);
    const none = makerOf({ training: { seed: 1 } }, () => Promise.reject(new Error('broken')));
    await expect(none.make(0, 0)).rejects.toThrow(DatasetError);
  });

  it('should read a picture once where the store keeps it', async () => {
    const paths: string[] = [];
    const maker = makerOf({ training: { seed: 1, augmentation: { rotate: 9 } } }, (path) => {
      paths.push(path);
      return readPicture(path);
    });
    for (const epoch of [0, 1]) {
      for (let step = 0; step < 4; step += 1) await maker.make(epoch, step);
    }
    expect(paths).toHaveLength(15);
  });
});
