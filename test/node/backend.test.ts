import {
  createFrame,
  createTensor,
  type FramePipelineConfig,
  type Frame,
  type GoldenCheck,
  InferenceError,
  InvalidArgumentError,
  NoAvailableExecutionProviderError,
  ReleasedError,
  SignatureMismatchError,
  type Tensor,
  TensorMismatchError,
} from '@ocelli/core';
import { BACKEND_MODES, createNodeBackend } from '@ocelli/node';
import { describe, expect, it } from 'vitest';
import { bakedBatch, channelMeans, lookup, PIXELS_AS_THEY_ARE, SIDE } from './backend-models.js';

const PIPELINE: FramePipelineConfig = {
  preprocess: PIXELS_AS_THEY_ARE,
  input: 'image',
  outputs: ['means'],
};

/** A picture of one colour: red `level`, green `level + 1`, blue `level + 2`. */
const plainFrame = (level: number): Frame => {
  const data = new Uint8Array(SIDE * SIDE * 4);
  for (let at = 0; at < data.length; at += 4) data.set([level, level + 1, level + 2, 255], at);
  return createFrame({ width: SIDE, height: SIDE, format: 'rgba', data });
};

const valuesOf = (tensor: Tensor | undefined): number[] => Array.from(tensor?.data ?? [], Number);
const indices = (...values: number[]): Record<string, Tensor> => ({
  index: createTensor('int64', [values.length], BigInt64Array.from(values, BigInt)),
});
const bytesOf = (bytes: Uint8Array) => ({ kind: 'bytes', bytes }) as const;

const golden = (bias: number): GoldenCheck => ({
  feeds: { image: createTensor('float32', [1, 3, SIDE, SIDE]) },
  outputs: {
    means: createTensor('float32', [1, 3], new Float32Array([bias, bias, bias])),
  },
  tolerance: 1e-3,
});

describe.each(BACKEND_MODES)('a session of createNodeBackend in %s mode', (mode) => {
  const backend = createNodeBackend({ mode });
  const CPU = { executionProviders: ['cpu'] } as const;

  it('should run tensors that the caller may change right after the call', async () => {
    await using session = await backend.createSession(bytesOf(lookup()), CPU);
    const feeds = indices(2, 0);
    const call = session.run(feeds);
    feeds['index']?.data.fill(1n as never);
    const { outputs, timing } = await call;
    expect(valuesOf(outputs['value'])).toEqual([30, 10]);
    expect(outputs['value']?.dims).toEqual([2]);
    expect(timing.batchSize).toBe(1);
    expect(session.inputs).toEqual([{ name: 'index', dtype: 'int64', dims: ['K'] }]);
    expect(session.executionProvider).toBe('cpu');
  });

  it('should preprocess frames that the caller may close right after the call', async () => {
    await using session = await backend.createSession(bytesOf(channelMeans()), {
      ...CPU,
      pipeline: PIPELINE,
    });
    const frame = plainFrame(7);
    const call = session.runFrame(frame);
    frame.data.fill(0);
    frame.close();
    const { outputs } = await call;
    expect(valuesOf(outputs['means'])).toEqual([7, 8, 9]);
    expect(outputs['means']?.dims).toEqual([1, 3]);
  });

  it('should join concurrent frames into batches and give each its own outputs', async () => {
    await using session = await backend.createSession(bytesOf(channelMeans()), {
      ...CPU,
      pipeline: { ...PIPELINE, maxBatchSize: 4 },
    });
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, level) => session.runFrame(plainFrame(level))),
    );
    expect(results.map(({ outputs }) => valuesOf(outputs['means'])[0])).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
    expect(results.map(({ outputs }) => outputs['means']?.dims)).toEqual(results.map(() => [1, 3]));
    expect(results.map(({ timing }) => timing.batchSize)).toEqual([4, 4, 4, 4, 4, 4, 4, 4, 2, 2]);
  });

  it('should run frames one by one where the batch dim is 1, or only claims to be free', async () => {
    for (const bytes of [channelMeans(1), bakedBatch()]) {
      await using session = await backend.createSession(bytesOf(bytes), {
        ...CPU,
        pipeline: PIPELINE,
      });
      const results = await Promise.all(
        [3, 4, 5].map((level) => session.runFrame(plainFrame(level))),
      );
      expect(results.map(({ outputs }) => valuesOf(outputs['means'])[0])).toEqual([3, 4, 5]);
      expect(results.map(({ timing }) => timing.batchSize)).toEqual([1, 1, 1]);
    }
  });

  it('should refuse a fixed batch dim above 1, and outputs that are not there', async () => {
    const load = (bytes: Uint8Array, outputs: string[]) =>
      backend.createSession(bytesOf(bytes), { ...CPU, pipeline: { ...PIPELINE, outputs } });
    await expect(load(channelMeans(2), ['means'])).rejects.toThrow(SignatureMismatchError);
    await expect(load(channelMeans(), ['logits'])).rejects.toThrow(/no output "logits", but means/);
  });

  it('should refuse feeds that do not fit, and run the next', async () => {
    await using session = await backend.createSession(bytesOf(lookup()), CPU);
    const wrong = { index: createTensor('int32', [1]) };
    await expect(session.run(wrong)).rejects.toThrow(TensorMismatchError);
    expect(valuesOf((await session.run(indices(1))).outputs['value'])).toEqual([20]);
  });

  it('should give an InferenceError for a run that fails, and run the next', async () => {
    await using session = await backend.createSession(bytesOf(lookup()), CPU);
    const error: unknown = await session.run(indices(99)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InferenceError);
    expect(error).toMatchObject({ executionProvider: 'cpu' });
    expect(valuesOf((await session.run(indices(0))).outputs['value'])).toEqual([10]);
  });

  it('should refuse frames without a pipeline and regions outside the picture', async () => {
    await using bare = await backend.createSession(bytesOf(channelMeans()), CPU);
    await expect(bare.runFrame(plainFrame(0))).rejects.toThrow(InvalidArgumentError);
    await using session = await backend.createSession(bytesOf(channelMeans()), {
      ...CPU,
      pipeline: PIPELINE,
    });
    const regionOfInterest = { x: 50, y: 50, width: 2, height: 2 };
    await expect(session.runFrame(plainFrame(0), { regionOfInterest })).rejects.toThrow(
      InvalidArgumentError,
    );
    expect(valuesOf((await session.runFrame(plainFrame(1))).outputs['means'])).toEqual([1, 2, 3]);
  });

  it('should reject at once when a running call is aborted, and run the next', async () => {
    await using session = await backend.createSession(bytesOf(lookup()), CPU);
    const controller = new AbortController();
    const running = session.run(indices(0), { signal: controller.signal });
    const waiting = session.run(indices(1), { signal: controller.signal });
    await Promise.resolve();
    controller.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    await expect(waiting).rejects.toThrow('enough');
    await expect(session.run(indices(0), { signal: controller.signal })).rejects.toThrow('enough');
    expect(valuesOf((await session.run(indices(2))).outputs['value'])).toEqual([30]);
  });

  it('should reject a load with the reason of its signal, before and while it loads', async () => {
    const load = (signal: AbortSignal) =>
      backend.createSession(bytesOf(lookup()), { ...CPU, signal });
    await expect(load(AbortSignal.abort('before'))).rejects.toBe('before');
    const controller = new AbortController();
    const loading = load(controller.signal);
    controller.abort('while');
    await expect(loading).rejects.toBe('while');
  });

  it('should reject pending and later calls with ReleasedError, and release twice', async () => {
    const session = await backend.createSession(bytesOf(lookup()), CPU);
    const pending = [session.run(indices(0)), session.run(indices(1))];
    const released = session.release();
    for (const call of pending) await expect(call).rejects.toThrow(ReleasedError);
    await released;
    await session.release();
    await expect(session.run(indices(0))).rejects.toThrow(ReleasedError);
  });

  it('should report the attempts up to the provider that it took', async () => {
    await using session = await backend.createSession(bytesOf(channelMeans()), {
      executionProviders: [{ name: 'dml', deviceId: 0 }, 'coreml', 'cpu'],
      goldenCheck: golden(0),
    });
    const onLinux = process.platform === 'linux';
    expect(session.attempts.at(-1)).toMatchObject({
      executionProvider: 'cpu',
      outcome: 'selected',
    });
    expect(session.attempts.at(-1)?.reason).toContain('self-check within 0.001');
    if (onLinux) {
      expect(session.attempts.map(({ outcome }) => outcome)).toEqual([
        'unavailable',
        'unavailable',
        'selected',
      ]);
    }
    for (const { reason, durationMs } of session.attempts) {
      expect(reason).not.toBe('');
      expect(durationMs).toBeGreaterThanOrEqual(0);
    }
  });

  it('should refuse a provider whose outputs are off or NaN', async () => {
    for (const [bias, expected] of [
      [2, 0],
      [Number.NaN, 0],
    ] as const) {
      const error: unknown = await backend
        .createSession(bytesOf(channelMeans('N', bias)), { ...CPU, goldenCheck: golden(expected) })
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(NoAvailableExecutionProviderError);
      expect(error).toMatchObject({
        attempts: [{ executionProvider: 'cpu', outcome: 'self-check-failed' }],
        cause: { name: 'SelfCheckError' },
      });
    }
  });

  it('should refuse unknown providers and options by listing what there is', async () => {
    const load = (executionProviders: readonly string[]) =>
      backend.createSession(bytesOf(lookup()), {
        executionProviders: executionProviders as readonly 'cpu'[],
      });
    await expect(load(['gpu'])).rejects.toThrow(/one of tensorrt, cuda, .*cpu, but it is "gpu"/);
    await expect(load([])).rejects.toThrow(InvalidArgumentError);
    await expect(
      backend.createSession(bytesOf(lookup()), { ...CPU, warmUpRuns: -1 }),
    ).rejects.toThrow(InvalidArgumentError);
    expect(() => createNodeBackend({ mode: 'thread' as 'worker' })).toThrow(InvalidArgumentError);
    expect(() => createNodeBackend({ intraOpNumThreads: 0 })).toThrow(InvalidArgumentError);
  });

  it('should say that cuda is unavailable where its libraries are not installed', async () => {
    const error: unknown = await backend
      .createSession(bytesOf(lookup()), { executionProviders: ['tensorrt'] })
      .then(
        (session) => session.release(),
        (thrown: unknown) => thrown,
      );
    // On a machine with TensorRT the session loads; there is nothing to refuse.
    if (error === undefined) return;
    expect(error).toBeInstanceOf(NoAvailableExecutionProviderError);
    expect(error).toMatchObject({ attempts: [{ executionProvider: 'tensorrt' }] });
  });
});
