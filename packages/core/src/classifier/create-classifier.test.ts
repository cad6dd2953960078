import { describe, expect, it } from 'vitest';
import { defineModel } from '../card/define-model.js';
import { drawTensor } from '../card/draw-tensor.js';
import { FrameClosedError } from '../errors/frame-errors.js';
import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import {
  InferenceError,
  InvalidLogitsError,
  LabelCountMismatchError,
  ReleasedError,
  SignatureMismatchError,
} from '../errors/session-errors.js';
import { createFrameTracker } from '../testing/frame-tracker.js';
import { createMockBackend, type MockBackendOptions } from '../testing/mock-backend.js';
import { createClassifier } from './create-classifier.js';
import { hashPreprocess } from './hash-preprocess.js';

const SHA256 = 'ab'.repeat(32);

const card = defineModel({
  schemaVersion: 1,
  id: 'traffic-light',
  version: '1.2.3',
  labels: ['red', 'amber', 'green'],
  input: { name: 'pixels' },
  preprocess: {
    resize: { mode: 'squash', width: 224, height: 224 },
    kernel: 'bilinear',
    rescaleFactor: 1 / 255,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    channelOrder: 'rgb',
    layout: 'nchw',
    dtype: 'float32',
  },
  head: { kind: 'softmax', output: 'logits' },
  variants: [
    { name: 'full', dtype: 'float32', file: { url: 'full.onnx', sha256: SHA256 } },
    { name: 'half', dtype: 'float16', file: { url: 'half.onnx' } },
  ],
  golden: {
    inputs: { pixels: { dtype: 'float16', dims: [2], values: [1, 0.1] } },
    outputs: { logits: { dtype: 'int64', dims: [1], values: [3] } },
    tolerance: 0.01,
  },
});

const load = async (options: Partial<MockBackendOptions> = {}) => {
  const backend = createMockBackend({ logits: [1, 3, 2], ...options });
  return { backend, classifier: await createClassifier({ card, backend }) };
};

describe('createClassifier', () => {
  it('should fetch the first variant and open a session with pipeline and golden check', async () => {
    const { backend } = await load();
    expect(backend.calls).toEqual([
      { kind: 'fetch-model', file: { url: 'full.onnx', sha256: SHA256 } },
      {
        kind: 'create-session',
        source: { kind: 'bytes', bytes: new Uint8Array() },
        options: {
          pipeline: { preprocess: card.preprocess, input: 'pixels', outputs: ['logits'] },
          goldenCheck: {
            feeds: {
              pixels: { dtype: 'float16', dims: [2], data: new Uint16Array([0x3c00, 0x2e66]) },
            },
            outputs: { logits: { dtype: 'int64', dims: [1], data: new BigInt64Array([3n]) } },
            tolerance: 0.01,
          },
        },
      },
    ]);
  });

  it('should draw golden inputs that the card names by their seed', async () => {
    const backend = createMockBackend({ logits: [1, 3, 2] });
    const pixels = { dtype: 'float32', dims: [1, 3, 9, 9], drawn: 'stripes-v1', seed: 5 } as const;
    const drawnCard = {
      ...card,
      golden: { inputs: { pixels }, outputs: card.golden?.outputs ?? {}, tolerance: 0.01 },
    };
    await createClassifier({ card: drawnCard, backend });
    expect(backend.calls[1]).toMatchObject({
      options: { goldenCheck: { feeds: { pixels: drawTensor(pixels) } } },
    });
  });

  it('should pass on variant, providers, warm-up and batch size, and report progress', async () => {
    const backend = createMockBackend({ logits: [1, 2, 3], executionProviders: ['a', 'b'] });
    const progress: string[] = [];
    const classifier = await createClassifier({
      card,
      backend,
      variant: 'half',
      executionProviders: ['b'],
      warmUpRuns: 3,
      maxBatchSize: 4,
      onProgress: ({ url }) => progress.push(url),
    });
    expect(progress).toEqual(['half.onnx']);
    expect(backend.calls[1]).toMatchObject({
      options: { executionProviders: ['b'], warmUpRuns: 3, pipeline: { maxBatchSize: 4 } },
    });
    expect(classifier.executionProvider).toBe('b');
    expect(classifier.attempts.map((each) => each.outcome)).toEqual(['selected']);
  });

  it('should not fetch anything when the source is given, and claim no hash for it', async () => {
    const backend = createMockBackend({ logits: [1, 2, 3] });
    const source = { kind: 'file', path: 'model.onnx' } as const;
    const classifier = await createClassifier({ card, backend, source });
    expect(backend.calls).toMatchObject([{ kind: 'create-session', source }]);
    const result = await classifier.classify(createFrameTracker().frame());
    expect(result.provenance.sha256).toBeUndefined();
  });

  it('should list the variants when asked for another', async () => {
    const backend = createMockBackend({ logits: [1, 2, 3] });
    await expect(createClassifier({ card, backend, variant: 'int8' })).rejects.toThrow(
      'options.variant must be one of full, half, but it is "int8".',
    );
  });

  it.each([
    ['[1, 4]', [1, 4], 4],
    ['[N, 2, 1, 1]', ['N', 2, 1, 1], 2],
    ['[5]', [5], 5],
  ])('should count the logits of an output %s and release the session', async (_, dims, count) => {
    const backend = createMockBackend({
      logits: [],
      outputs: [{ name: 'logits', dtype: 'float32', dims }],
    });
    const loading = createClassifier({ card, backend });
    await expect(loading).rejects.toThrow(LabelCountMismatchError);
    await expect(loading).rejects.toMatchObject({ labelCount: 3, logitCount: count });
    expect(backend.openSessions).toBe(0);
  });

  it('should accept an output [N, 3, 1, 1] and count free dims at the first result', async () => {
    await load({ outputs: [{ name: 'logits', dtype: 'float32', dims: ['N', 3, 1, 1] }] });
    const { classifier } = await load({ logits: () => [1, 2] });
    const classifying = classifier.classify(createFrameTracker().frame());
    await expect(classifying).rejects.toThrow(LabelCountMismatchError);
  });

  it('should name the outputs there are when the head names another', async () => {
    const loading = load({ outputs: [{ name: 'probs', dtype: 'float32', dims: [1, 3] }] });
    await expect(loading).rejects.toThrow(SignatureMismatchError);
    await expect(loading).rejects.toThrow('there is no output "logits", but probs');
  });

  it('should say what is wrong with the model even when the session fails to be released', async () => {
    const mock = createMockBackend({
      logits: [],
      outputs: [{ name: 'probs', dtype: 'float32', dims: [1, 3] }],
    });
    const backend: typeof mock = {
      ...mock,
      createSession: async (...parameters) => {
        const session = await mock.createSession(...parameters);
        const release = () => Promise.reject(new Error('the worker is gone'));
        return Object.defineProperty(session, 'release', { value: release });
      },
    };
    await expect(createClassifier({ card, backend })).rejects.toThrow(SignatureMismatchError);
  });

  it.each(['fetch-model', 'create-session'])('should stop when aborted during %s', async (kind) => {
    const controller = new AbortController();
    const reason = new Error('the user left');
    const backend = createMockBackend({
      logits: [1, 2, 3],
      onCall: (call) => {
        if (call.kind === kind) controller.abort(reason);
      },
    });
    const loading = createClassifier({ card, backend, signal: controller.signal });
    await expect(loading).rejects.toBe(reason);
    expect(backend.calls.at(-1)?.kind).toBe(kind);
    expect(backend.openSessions).toBe(0);
  });

  it('should not call the backend when it is aborted before', async () => {
    const backend = createMockBackend({ logits: [1, 2, 3] });
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(createClassifier({ card, backend, signal })).rejects.toThrow('too late');
    expect(backend.calls).toEqual([]);
  });
});

describe('classify', () => {
  it('should give decision, logits, timing, provenance and frame, and leave the frame open', async () => {
    const backend = createMockBackend({ logits: [1, 3, 2] });
    const times = [100, 110, 112];
    const now = () => times.shift() ?? NaN;
    const classifier = await createClassifier({ card, backend, now });
    const tracker = createFrameTracker();
    const frame = tracker.frame({ sequence: 7, timestampUs: 5_000 });
    const result = await classifier.classify(frame, { topK: 1 });
    expect(result).toEqual({
      top: { label: 'amber', index: 1, score: result.top.score },
      scores: [result.top],
      accepted: [result.top],
      logits: new Float32Array([1, 3, 2]),
      timing: {
        queueMs: 0,
        preprocessMs: 1,
        inferenceMs: 2,
        batchSize: 1,
        postprocessMs: 2,
        totalMs: 12,
      },
      provenance: {
        modelId: 'traffic-light',
        modelVersion: '1.2.3',
        variant: 'full',
        sha256: SHA256,
        executionProvider: 'mock',
        preprocessHash: hashPreprocess(card.preprocess),
      },
      frame: { sequence: 7, timestampUs: 5_000 },
    });
    expect(tracker.open).toEqual([7]);
    frame.close();
    tracker.assertAllClosed();
  });

  it('should read the frame before it returns, so that the caller may close it at once', async () => {
    const { classifier } = await load();
    const frame = createFrameTracker().frame();
    const classifying = classifier.classify(frame);
    frame.close();
    await expect(classifying).resolves.toMatchObject({ top: { label: 'amber' } });
    await expect(classifier.classify(frame)).rejects.toThrow(FrameClosedError);
  });

  it('should hand the region of interest to the session', async () => {
    const { backend, classifier } = await load();
    const regionOfInterest = { x: 1, y: 0, width: 2, height: 3 };
    await classifier.classify(createFrameTracker().frame(), { regionOfInterest });
    expect(backend.calls.at(-1)).toEqual({
      kind: 'run-frame',
      width: 4,
      height: 4,
      format: 'rgba',
      regionOfInterest,
    });
  });

  it('should reject a failed run and give a decision on the next frame', async () => {
    const failure = new InferenceError({ executionProvider: 'mock', reason: 'out of memory' });
    const { classifier } = await load({
      logits: (run) => {
        if (run === 0) throw failure;
        return run === 1 ? [NaN, 0, 0] : [1, 2, 3];
      },
    });
    const tracker = createFrameTracker();
    await expect(classifier.classify(tracker.frame())).rejects.toBe(failure);
    await expect(classifier.classify(tracker.frame())).rejects.toThrow(InvalidLogitsError);
    const invalid = classifier.classify(tracker.frame(), { topK: 0 });
    await expect(invalid).rejects.toThrow(InvalidArgumentError);
    await expect(classifier.classify(tracker.frame())).resolves.toMatchObject({
      top: { label: 'green' },
    });
  });

  it('should reject with the reason of the signal, before and during the run', async () => {
    const { backend, classifier } = await load();
    const frame = createFrameTracker().frame();
    const loaded = backend.calls.length;
    const before = classifier.classify(frame, { signal: AbortSignal.abort('before') });
    await expect(before).rejects.toBe('before');
    expect(backend.calls.length).toBe(loaded);
    const controller = new AbortController();
    const during = classifier.classify(frame, { signal: controller.signal });
    controller.abort('during');
    await expect(during).rejects.toBe('during');
    await expect(classifier.classify(frame)).resolves.toMatchObject({ top: { label: 'amber' } });
  });

  it('should release once, and refuse frames afterwards', async () => {
    const { backend, classifier } = await load();
    await Promise.all([classifier.release(), classifier.release()]);
    await classifier[Symbol.asyncDispose]();
    expect(backend.calls.filter((call) => call.kind === 'release')).toHaveLength(1);
    expect(backend.openSessions).toBe(0);
    const late = classifier.classify(createFrameTracker().frame());
    await expect(late).rejects.toThrow(ReleasedError);
    await expect(late).rejects.toThrow('The classifier has been released.');
  });
});
