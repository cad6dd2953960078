import { createGraphRuntime } from '@ocelli/node';
import { encodeModel } from '@ocelli/onnx';
import { smallCnn } from '@ocelli/onnx/architectures';
import { describe, expect, it } from 'vitest';
import type { CheckpointStore } from '../checkpoint/checkpoint-store.js';
import { exportClassifier } from '../export/export-classifier.js';
import { createClassifierModel } from '../layers/create-classifier-model.js';
import { softmaxCrossEntropy } from '../loss/softmax-cross-entropy.js';
import { adamw } from '../optimizer/adamw.js';
import { cosine } from '../schedule/cosine.js';
import { createTrainingStep } from '../step/create-training-step.js';
import { createDrawnShapes, DRAWN_SHAPES } from '../testing/create-drawn-shapes.js';
import { evaluateBatches } from './evaluate-batches.js';
import { fit } from './fit.js';
import type { FitEvent } from './fit-events.js';
import type { FitOptions } from './fit-options.js';

/** Room for a busy machine; these take seconds. */
const PATIENT = { timeout: 120_000 };
const SIZE = 16;
const BATCH = 32;
const model = createClassifierModel(smallCnn, {
  classCount: DRAWN_SHAPES.length,
  channels: 1,
  inputSize: SIZE,
  seed: 7,
});
const step = createTrainingStep(model, {
  batchSize: BATCH,
  loss: softmaxCrossEntropy(),
  optimizer: adamw(),
  averageDecay: 0.9,
  clipNorm: 1,
});
const shapes = (exampleCount: number, seed: number) =>
  createDrawnShapes({ exampleCount, batchSize: BATCH, size: SIZE, seed });

const options: FitOptions = {
  runtime: createGraphRuntime({ threads: 1 }),
  model,
  step,
  training: shapes(640, 1),
  validation: shapes(256, 2),
  epochs: 2,
  learningRate: () => 2e-3,
  seed: 5,
};

const memoryStore = (): CheckpointStore & { bytes: Uint8Array | undefined; saves: number } => ({
  bytes: undefined,
  saves: 0,
  save(bytes) {
    this.bytes = bytes;
    this.saves += 1;
    return Promise.resolve();
  },
  load() {
    return Promise.resolve(this.bytes);
  },
});

describe('fit', () => {
  it('should learn to tell drawn shapes apart, and export what it learnt', PATIENT, async () => {
    const events: FitEvent[] = [];
    const result = await fit({
      ...options,
      training: shapes(2048, 1),
      epochs: 4,
      learningRate: cosine({ learningRate: 4e-3, steps: 256, warmupSteps: 10 }),
      onProgress: (event) => events.push(event),
    });
    expect(result.history).toHaveLength(4);
    expect(result.hasStoppedEarly).toBe(false);
    const steps = events.filter((event) => event.kind === 'step');
    expect(steps).toHaveLength(256);
    expect(steps.at(-1)).toMatchObject({ epoch: 4, stepInEpoch: 64, step: 256, remainingMs: 0 });
    expect(steps[0]?.gradientNorm).toBeGreaterThan(0);

    const session = await options.runtime.open(
      encodeModel(exportClassifier(model, result.bestWeights)),
    );
    const metrics = await evaluateBatches(session, shapes(512, 3));
    await session.release();
    expect(metrics.accuracy).toBeGreaterThanOrEqual(0.95);
  });

  it('should go on from a checkpoint as if it had never ended', PATIENT, async () => {
    const whole = await fit({ ...options, checkpoints: { store: memoryStore() } });
    const store = memoryStore();
    const interrupt = new AbortController();
    const reason = new Error('power cut');
    const interrupted = fit({
      ...options,
      checkpoints: { store, everySteps: 7 },
      signal: interrupt.signal,
      onProgress: (event) => {
        if (event.kind === 'step' && event.step === 25) interrupt.abort(reason);
      },
    });
    await expect(interrupted).rejects.toBe(reason);
    const resumed = await fit({ ...options, checkpoints: { store } });
    expect(resumed).toEqual(whole);
  });

  it('should refuse the checkpoint of another run', async () => {
    const store = memoryStore();
    await fit({ ...options, epochs: 1, checkpoints: { store, recipeHash: 'a' } });
    await expect(fit({ ...options, checkpoints: { store, recipeHash: 'b' } })).rejects.toThrow(
      expect.objectContaining({ name: 'CheckpointMismatchError' }) as Error,
    );
    store.bytes = store.bytes?.subarray(0, 1000);
    await expect(fit({ ...options, checkpoints: { store } })).rejects.toMatchObject({
      name: 'CheckpointFormatError',
    });
  });

  it('should stop where the loss diverges, with the checkpoint from before', async () => {
    const store = memoryStore();
    const diverging = fit({
      ...options,
      learningRate: (at) => (at < 10 ? 1e-3 : 1e30),
      checkpoints: { store, everySteps: 5 },
    });
    await expect(diverging).rejects.toMatchObject({
      name: 'DivergedError',
      learningRate: 1e30,
      checkpointStep: 10,
    });
    expect(store.saves).toBe(2);
  });

  it('should end early when validation gets no better, and keep the best weights', async () => {
    const accuracies = [0.5, 0.7, 0.6, 0.6, 0.9];
    const result = await fit({
      ...options,
      training: shapes(32, 1),
      validation: (_, { epoch }) =>
        Promise.resolve({ accuracy: accuracies[epoch - 1] ?? 0, loss: 1 }),
      epochs: 5,
      patience: 2,
    });
    expect(result).toMatchObject({ bestEpoch: 2, hasStoppedEarly: true });
    expect(result.history).toHaveLength(4);
    expect(result.bestWeights).not.toEqual(result.weights);
  });
});
