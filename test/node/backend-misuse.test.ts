import {
  createFrame,
  createTensor,
  type FramePipelineConfig,
  type GoldenCheck,
  InvalidArgumentError,
  type ModelSource,
  OcelliError,
  type SessionOptions,
  type Tensor,
} from '@ocelli/core';
import {
  BACKEND_MODES,
  createNodeBackend,
  type NodeBackendOptions,
  type NodeProviderConfig,
} from '@ocelli/node';
import { describe, expect, it } from 'vitest';
import { channelMeans, lookup, PIXELS_AS_THEY_ARE, SIDE } from './backend-models.js';

const MODEL = { kind: 'bytes', bytes: channelMeans() } as const;
const PIPELINE: FramePipelineConfig = {
  preprocess: PIXELS_AS_THEY_ARE,
  input: 'image',
  outputs: ['means'],
};
const image = createTensor('float32', [1, 3, SIDE, SIDE]);
const GOLDEN: GoldenCheck = {
  feeds: { image },
  outputs: { means: createTensor('float32', [1, 3]) },
  tolerance: 1e-3,
};
const noData = { ...GOLDEN.outputs['means'], data: new Float32Array(0) };

const failureOf = (promise: Promise<AsyncDisposable>): Promise<unknown> =>
  promise.then(
    (session) => session[Symbol.asyncDispose](),
    (error: unknown) => error,
  );

describe.each(BACKEND_MODES)('a backend in %s mode, misused from JavaScript', (mode) => {
  const backend = createNodeBackend({ mode });
  const CPU = { executionProviders: ['cpu'] } as const;

  it.each([
    ['null', null],
    ['a path alone', 'model.onnx'],
    ['a file without a path', { kind: 'file' }],
    ['bytes that are a list', { kind: 'bytes', bytes: [8, 7] }],
  ])('should refuse %s for a model', async (_, model) => {
    const error = await failureOf(backend.createSession(model as unknown as ModelSource, CPU));
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect(error).toMatchObject({ argument: 'model' });
  });

  it.each([
    ['providers that are no list', { executionProviders: 'cpu' }],
    ['a provider that is null', { executionProviders: [null] }],
    ['a function as a provider option', { executionProviders: [{ name: 'cpu', x: () => 1 }] }],
    ['a function in the pipeline', { pipeline: { ...PIPELINE, x: () => 1 } }],
    ['a golden check of nothing', { goldenCheck: { ...GOLDEN, outputs: {} } }],
    ['golden outputs without values', { goldenCheck: { ...GOLDEN, outputs: { means: noData } } }],
    ['a golden check without tolerance', { goldenCheck: { ...GOLDEN, tolerance: undefined } }],
    ['an empty golden check', { goldenCheck: {} }],
  ])('should refuse %s, and load the next', async (_, options) => {
    const wrong = { ...CPU, ...options } as unknown as SessionOptions<NodeProviderConfig>;
    const error = await failureOf(backend.createSession(MODEL, wrong));
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect(await failureOf(backend.createSession(MODEL, CPU))).toBeUndefined();
  });

  it.each([
    ['null', null],
    ['a tensor that is null', { image: null }],
    ['a tensor without dims', { image: { ...image, dims: undefined } }],
    ['a list for data', { image: { ...image, data: [1, 2] } }],
  ])('should refuse %s for feeds, and run the next', async (_, feeds) => {
    await using session = await backend.createSession(MODEL, CPU);
    const error: unknown = await session
      .run(feeds as unknown as Record<string, Tensor>)
      .catch((thrown: unknown) => thrown);
    expect(OcelliError.isInstance(error), String(error)).toBe(true);
    expect((await session.run({ image })).outputs['means']?.dims).toEqual([1, 3]);
  });

  it('should run the next frame after one that cannot be sent', async () => {
    await using session = await backend.createSession(MODEL, { ...CPU, pipeline: PIPELINE });
    const size = { width: SIDE, height: SIDE, format: 'rgba' } as const;
    const frame = createFrame({ ...size, data: new Uint8Array(SIDE * SIDE * 4).fill(9) });
    const { data, planes } = frame;
    const odd = { ...size, data, planes, orientation: 1, yuvRange: 'full' } as const;
    const yuvMatrix = (() => 1) as unknown as 'bt601';
    const error: unknown = await session.runFrame({ ...odd, yuvMatrix }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    // On the main thread nothing is sent, and RGB does not ask for the matrix.
    if (error !== undefined) expect(OcelliError.isInstance(error)).toBe(true);
    const { outputs } = await session.runFrame(frame);
    expect([...(outputs['means']?.data ?? [])]).toEqual([9, 9, 9]);
  });

  it('should take bytes that are a part of a larger buffer, and leave them to the caller', async () => {
    const model = lookup();
    const large = new Uint8Array(model.length + 2000);
    large.set(model, 1000);
    const bytes = large.subarray(1000, 1000 + model.length);
    await using session = await backend.createSession({ kind: 'bytes', bytes }, CPU);
    const index = createTensor('int64', [1], new BigInt64Array([2n]));
    expect([...((await session.run({ index })).outputs['value']?.data ?? [])]).toEqual([30]);
    expect(Buffer.from(bytes).equals(Buffer.from(model))).toBe(true);
  });
});

describe('createNodeBackend', () => {
  it('should refuse an unknown optimisation level by listing what there is', () => {
    const options = { graphOptimizationLevel: 'bogus' } as unknown as NodeBackendOptions;
    expect(() => createNodeBackend(options)).toThrow(
      /graphOptimizationLevel must be one of disabled, .*all, but it is "bogus"/,
    );
  });
});
