import { describe, expect, it } from 'vitest';
import { defineModel } from '../card/define-model.js';
import { NoSuchModelError } from '../errors/no-such-model-error.js';
import { createFrameTracker } from '../testing/frame-tracker.js';
import { createMockBackend } from '../testing/mock-backend.js';
import { createRegistry } from './create-registry.js';

const trafficLight = defineModel({
  schemaVersion: 1,
  id: 'traffic-light',
  version: '1.0.0',
  labels: ['red', 'green'],
  input: { name: 'pixels' },
  preprocess: {
    resize: { mode: 'squash', width: 32, height: 32 },
    kernel: 'bilinear',
    rescaleFactor: 1 / 255,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    channelOrder: 'rgb',
    layout: 'nchw',
    dtype: 'float32',
  },
  head: { kind: 'softmax', output: 'logits' },
  variants: [{ name: 'float32', dtype: 'float32', file: { url: 'model.onnx' } }],
});

describe('createRegistry', () => {
  const registry = createRegistry({ trafficLight });

  it('should know its cards by the names they were given', () => {
    expect(registry.modelIds).toEqual(['trafficLight']);
    expect(registry.card('trafficLight')).toBe(trafficLight);
  });

  it('should load a classifier of the card', async () => {
    const backend = createMockBackend({ logits: [0, 1] });
    await using classifier = await registry.load('trafficLight', { backend });
    expect(classifier.card).toBe(trafficLight);
    const { top } = await classifier.classify(createFrameTracker().frame());
    expect(top.label).toBe('green');
  });

  it.each(['traficLight', 'toString'])('should list what exists when asked for %s', async (id) => {
    const untyped = createRegistry<Record<string, typeof trafficLight>>({ trafficLight });
    const message = `There is no model "${id}" in the registry. It holds: trafficLight.`;
    expect(() => untyped.card(id)).toThrow(message);
    const loading = untyped.load(id, { backend: createMockBackend({ logits: [0, 1] }) });
    await expect(loading).rejects.toThrow(NoSuchModelError);
  });

  it('should say that an empty registry holds none', () => {
    const empty = createRegistry<Record<string, typeof trafficLight>>({});
    expect(() => empty.card('a')).toThrow('It holds: none.');
  });
});
