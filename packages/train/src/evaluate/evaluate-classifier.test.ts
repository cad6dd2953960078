import { createClassifier, defineModel, ReleasedError } from '@ocelli/core';
import { createFrameTracker, createMockBackend } from '@ocelli/core/testing';
import { describe, expect, it } from 'vitest';
import { evaluateClassifier } from './evaluate-classifier.js';

const card = defineModel({
  schemaVersion: 1,
  id: 'pets',
  version: '1.0.0',
  labels: ['cat', 'dog', 'owl'],
  input: { name: 'pixels' },
  preprocess: {
    resize: { mode: 'squash', width: 4, height: 4 },
    kernel: 'bilinear',
    rescaleFactor: 1 / 255,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    channelOrder: 'rgb',
    layout: 'nchw',
    dtype: 'float32',
  },
  head: { kind: 'softmax', output: 'logits', topK: 1, deny: ['owl'] },
  variants: [{ name: 'fp32', dtype: 'float32', file: { url: 'pets.onnx' } }],
});

/** Logits that name class `index` by a margin. */
const naming = (index: number, margin = 5): number[] =>
  [0, 1, 2].map((each) => (each === index ? margin : 0));

const datasetOf = (...classes: number[]) => ({
  labels: card.labels,
  examples: classes.map((label, index) => ({ path: `${String(index)}.png`, label })),
});

const setUp = async (logits: (run: number) => readonly number[]) => {
  const backend = createMockBackend({ logits });
  const classifier = await createClassifier({ card, backend });
  const frames = createFrameTracker();
  const read = (path: string) =>
    path === 'broken.png' ? Promise.reject(new Error('damaged')) : Promise.resolve(frames.frame());
  return { classifier, frames, read, backend };
};

describe('evaluateClassifier', () => {
  it('should measure all labels, also those that the card never names, and sort mistakes by certainty', async () => {
    const answers = [naming(0), naming(2, 1), naming(0, 9), naming(2)];
    const { classifier, frames, read } = await setUp((run) => answers[run % 4] ?? []);
    const dataset = datasetOf(0, 1, 1, 2);
    const evaluation = await evaluateClassifier({ classifier, dataset, read });
    expect(evaluation).toMatchObject({ count: 4, top1: 0.5, labels: card.labels });
    expect(evaluation.confusion).toEqual([
      [1, 0, 0],
      [1, 0, 1],
      [0, 0, 1],
    ]);
    expect(evaluation.mistakes.map(({ path, label }) => [path, label])).toEqual([
      ['2.png', 'dog'],
      ['1.png', 'dog'],
    ]);
    expect(evaluation.mistakes[0]?.predicted).toBe('cat');
    expect(evaluation.mistakes[1]?.predicted).toBe('owl');
    expect(evaluation.mistakes[0]?.score).toBeCloseTo(Math.exp(9) / (Math.exp(9) + 2), 12);
    expect(evaluation.timing).toMatchObject({ msPerImage: 3, pictures: 4 });
    frames.assertAllClosed();
  });

  it('should pass over pictures that cannot be read and name them', async () => {
    const { classifier, frames, read } = await setUp(() => naming(1));
    const dataset = datasetOf(1, 1);
    const broken = { path: 'broken.png', label: 1 };
    const examples = [broken, ...dataset.examples];
    const done: number[] = [];
    const evaluation = await evaluateClassifier({
      classifier,
      dataset: { ...dataset, examples },
      read,
      onProgress: (count) => void done.push(count),
    });
    expect(evaluation).toMatchObject({ count: 2, top1: 1, failed: [{ path: 'broken.png' }] });
    expect(done).toEqual([1, 2, 3]);
    frames.assertAllClosed();
  });

  it('should hand the region of an example to the preprocessing', async () => {
    const { classifier, read, backend } = await setUp(() => naming(0));
    const region = { x: 1, y: 1, width: 2, height: 2 };
    const examples = [{ path: 'a.png', label: 0, region }];
    await evaluateClassifier({ classifier, dataset: { labels: card.labels, examples }, read });
    const runs = backend.calls.filter((call) => call.kind === 'run-frame');
    expect(runs.map(({ regionOfInterest }) => regionOfInterest)).toEqual(runs.map(() => region));
    expect(runs.length).toBeGreaterThan(1);
  });

  it('should give no figures where nothing can be classified', async () => {
    const { classifier, read } = await setUp(() => naming(0));
    await classifier.release();
    const evaluation = await evaluateClassifier({ classifier, dataset: datasetOf(0), read });
    expect(evaluation).toMatchObject({ count: 0, top1: null, timing: null });
    expect(ReleasedError.isInstance(evaluation.failed[0]?.error)).toBe(true);
  });

  it('should end with the reason of its signal and every frame closed', async () => {
    const controller = new AbortController();
    const { classifier, frames, read } = await setUp(() => naming(0));
    const evaluating = evaluateClassifier({
      classifier,
      dataset: datasetOf(...Array.from({ length: 50 }, () => 0)),
      read,
      signal: controller.signal,
      onProgress: (done) => {
        if (done === 3) controller.abort(new Error('enough'));
      },
    });
    await expect(evaluating).rejects.toThrow('enough');
    expect(frames.created).toBeLessThan(30);
    frames.assertAllClosed();
  });

  it('should refuse a dataset in other labels', async () => {
    const { classifier, read } = await setUp(() => naming(0));
    const dataset = { labels: ['cat'], examples: [] };
    await expect(evaluateClassifier({ classifier, dataset, read })).rejects.toThrow(
      'options.dataset.labels must be the 3 labels of the classifier',
    );
  });
});
