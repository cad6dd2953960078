import {
  createClassifier,
  createFrame,
  InvalidLogitsError,
  LabelCountMismatchError,
} from '@ocelli/core';
import { BACKEND_MODES, createNodeBackend } from '@ocelli/node';
import { describe, expect, it } from 'vitest';
import { channelMeans, meansCard, rootsAbove } from './backend-models.js';

const LABELS = ['red', 'green', 'blue'] as const;

const plain = (side: number, rgba: readonly [number, number, number, number]) => {
  const data = Uint8Array.from({ length: side * side * 4 }, (_, i) => rgba[i % 4] ?? 0);
  return createFrame({ width: side, height: side, format: 'rgba', data });
};

describe.each(BACKEND_MODES)('createClassifier on the real runtime in %s mode', (mode) => {
  const backend = createNodeBackend({ mode });
  const load = (bytes: Uint8Array, labels: readonly string[] = LABELS) =>
    createClassifier({
      card: meansCard(labels),
      backend,
      source: { kind: 'bytes', bytes },
      executionProviders: ['cpu'],
    });

  it('should refuse logits that are NaN, and decide on the next frame', async () => {
    await using classifier = await load(rootsAbove(100));
    await expect(classifier.classify(plain(4, [0, 0, 0, 255]))).rejects.toBeInstanceOf(
      InvalidLogitsError,
    );
    const { top, logits } = await classifier.classify(plain(4, [104, 200, 109, 255]));
    expect(top.label).toBe('green');
    expect([...logits]).toEqual([2, 10, 3]);
  });

  it('should classify a picture of one pixel', async () => {
    await using classifier = await load(channelMeans());
    const { top, logits } = await classifier.classify(plain(1, [3, 2, 7, 255]));
    expect(top.label).toBe('blue');
    expect([...logits]).toEqual([3, 2, 7]);
  });

  it('should refuse another number of labels than of logits, and load the right card', async () => {
    await expect(load(channelMeans(), ['a', 'b'])).rejects.toBeInstanceOf(LabelCountMismatchError);
    await using classifier = await load(channelMeans());
    expect((await classifier.classify(plain(4, [9, 2, 7, 255]))).top.label).toBe('red');
  });
});
