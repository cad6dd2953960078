import { describe, expect, it } from 'vitest';
import type { FramePipelineConfig, GoldenCheck } from '../backend/inference-backend.js';
import {
  ModelLoadError,
  NoAvailableExecutionProviderError,
  SignatureMismatchError,
} from '../errors/session-errors.js';
import type { PreprocessConfig } from '../preprocess/preprocess-config.js';
import type { Preprocessor } from '../preprocess/preprocessor.js';
import { createTensor, type TensorInfo } from '../tensor/tensor.js';
import {
  openSessionHost,
  type OpenSessionHostOptions,
  type ProviderTrial,
  ProviderUnavailable,
} from './open-session-host.js';
import type { RuntimeSession } from './runtime-session.js';
import type { TrialFeeds } from './trial-feeds.js';

const INPUT: TensorInfo = { name: 'x', dtype: 'float32', dims: ['N', 1, 1, 2] };
const OUTPUT: TensorInfo = { name: 'y', dtype: 'float32', dims: ['N', 2] };

/** A model that adds `bias` to its input. */
const addingTrial = (
  executionProvider: string,
  bias: number,
  signature: Partial<Pick<RuntimeSession, 'inputs' | 'outputs'>> = {},
) => {
  const calls = { runs: 0, released: 0 };
  const session: RuntimeSession = {
    inputs: [INPUT],
    outputs: [OUTPUT],
    ...signature,
    run: (feeds) => {
      calls.runs += 1;
      const x = feeds['x'] ?? createTensor('float32', [0]);
      const data = Float32Array.from(x.data as Float32Array, (value) => value + bias);
      return Promise.resolve({ y: createTensor('float32', [x.dims[0] ?? 0, 2], data) });
    },
    release: () => {
      calls.released += 1;
      return Promise.resolve();
    },
  };
  const trial: ProviderTrial = {
    executionProvider,
    open: () => Promise.resolve({ session, placement: 'all' }),
  };
  return { trial, calls };
};

const failingTrial = (executionProvider: string, error: Error): ProviderTrial => ({
  executionProvider,
  open: () => Promise.reject(error),
});

const PREPROCESS: PreprocessConfig = {
  resize: { mode: 'squash', width: 2, height: 1 },
  kernel: 'nearest',
  rescaleFactor: 1,
  mean: [0],
  std: [1],
  channelOrder: 'gray',
  layout: 'nchw',
  dtype: 'float32',
};

const createPreprocessor = (config: PreprocessConfig): Preprocessor => ({
  config,
  outputDims: [1, 1, 1, 2],
  implementation: 'typescript',
  run: (pixels, output) => {
    output.set(pixels.data.subarray(0, 2));
  },
  release: () => undefined,
});

const PIPELINE: FramePipelineConfig = { preprocess: PREPROCESS, input: 'x', outputs: ['y'] };

const golden = (expected: number): GoldenCheck => ({
  feeds: { x: createTensor('float32', [1, 1, 1, 2], new Float32Array([1, 2])) },
  outputs: { y: createTensor('float32', [1, 2], new Float32Array([1 + expected, 2 + expected])) },
  tolerance: 1e-3,
});

const open = (
  trials: readonly ProviderTrial[],
  options: Partial<OpenSessionHostOptions> = {},
): ReturnType<typeof openSessionHost> => {
  let clock = 0;
  return openSessionHost({
    source: 'm.onnx',
    trials,
    createPreprocessor,
    now: () => (clock += 1),
    ...options,
  });
};

const frameOf = (first: number, second: number) => {
  const bytes = new Uint8Array([first, second]);
  const layout = {
    width: 2,
    height: 1,
    format: 'gray',
    planes: [{ offset: 0, stride: 2 }],
    yuvMatrix: 'bt601',
    yuvRange: 'limited',
    orientation: 1,
  } as const;
  return { slot: { id: 1, bytes }, content: { kind: 'pixels', layout, options: {} } } as const;
};

describe('openSessionHost', () => {
  it('should take the first provider that works and report every attempt', async () => {
    const wrong = addingTrial('webgpu', 7);
    const right = addingTrial('cpu', 3);
    const host = await open(
      [
        failingTrial('cuda', new ProviderUnavailable('no library')),
        failingTrial('dml', new Error('broken')),
        wrong.trial,
        right.trial,
      ],
      { goldenCheck: golden(3) },
    );
    expect(host.facts.executionProvider).toBe('cpu');
    expect(host.facts.attempts).toMatchObject([
      { executionProvider: 'cuda', outcome: 'unavailable', reason: 'no library' },
      { executionProvider: 'dml', outcome: 'failed', reason: 'broken' },
      { executionProvider: 'webgpu', outcome: 'self-check-failed' },
      { executionProvider: 'cpu', outcome: 'selected' },
    ]);
    expect(host.facts.attempts[2]?.reason).toContain('off by 4');
    expect(host.facts.attempts[3]?.reason).toContain('self-check within 0.001');
    expect(wrong.calls.released).toBe(1);
    expect(right.calls).toEqual({ runs: 2, released: 0 });
  });

  it('should list the attempts when none works', async () => {
    const trial = failingTrial('cuda', new ProviderUnavailable('no library'));
    const error: unknown = await open([trial]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NoAvailableExecutionProviderError);
    expect(error).toMatchObject({
      attempts: [{ executionProvider: 'cuda', reason: 'no library' }],
    });
  });

  it('should not try another provider when the model is at fault', async () => {
    const fault = new ModelLoadError({ source: 'm.onnx', reason: 'truncated' });
    const other = addingTrial('cpu', 0);
    await expect(open([failingTrial('cuda', fault), other.trial])).rejects.toBe(fault);
    expect(other.calls.runs).toBe(0);
  });

  it.each([
    ['input dims', { inputs: [{ ...INPUT, dims: [1, 1, 9, 9] }] }, 'has dims [1, 1, 9, 9]'],
    ['input dtype', { inputs: [{ ...INPUT, dtype: 'uint8' }] }, 'takes uint8'],
    ['input name', { inputs: [{ ...INPUT, name: 'z' }] }, 'there is no input "x", but z'],
    ['output name', { outputs: [{ ...OUTPUT, name: 'z' }] }, 'there is no output "y", but z'],
    ['fixed batch', { inputs: [{ ...INPUT, dims: [4, 1, 1, 2] }] }, 'exactly 4 pictures at once'],
    ['second input', { inputs: [INPUT, { ...INPUT, name: 'z' }] }, 'one input only'],
  ] as const)(
    'should refuse a pipeline whose %s does not fit the model',
    async (_, parts, text) => {
      const { trial, calls } = addingTrial('cpu', 0, parts);
      const error: unknown = await open([trial], { pipeline: PIPELINE }).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(SignatureMismatchError);
      expect((error as SignatureMismatchError).message).toContain(text);
      expect(calls.released).toBe(1);
    },
  );

  it('should batch frames where the batch dim is free, and split the outputs', async () => {
    const { trial } = addingTrial('cpu', 10);
    const host = await open([trial], { pipeline: PIPELINE });
    expect(host.facts.maxBatchSize).toBe(8);
    const { outputs, preprocessMs } = await host.runFrames([frameOf(1, 2), frameOf(3, 4)]);
    expect(outputs.map(({ y }) => [y?.dims, [...(y?.data ?? [])]])).toEqual([
      [
        [1, 2],
        [11, 12],
      ],
      [
        [1, 2],
        [13, 14],
      ],
    ]);
    expect(preprocessMs).toHaveLength(2);
  });

  it('should take tensors that were made before beside pixels, and count their time', async () => {
    const { trial } = addingTrial('cpu', 10);
    const host = await open([trial], { pipeline: PIPELINE });
    const bytes = new Uint8Array(new SharedArrayBuffer(16));
    new Float32Array(bytes.buffer).set([7, 8]);
    const made = {
      slot: { id: 2, bytes },
      content: { kind: 'tensor', preprocessMs: 100 },
    } as const;
    const { outputs, preprocessMs } = await host.runFrames([frameOf(1, 2), made]);
    expect(outputs.map(({ y }) => [...(y?.data ?? [])])).toEqual([
      [11, 12],
      [17, 18],
    ]);
    expect(preprocessMs[0]).toBeLessThan(100);
    expect(preprocessMs[1]).toBeGreaterThanOrEqual(100);
  });

  it('should run frames one by one where the batch dim is 1', async () => {
    const { trial } = addingTrial('cpu', 0, { inputs: [{ ...INPUT, dims: [1, 1, 1, 2] }] });
    expect((await open([trial], { pipeline: PIPELINE })).facts.maxBatchSize).toBe(1);
  });

  it('should stop between attempts when the signal aborts, and release what it opened', async () => {
    const controller = new AbortController();
    const { trial, calls } = addingTrial('cpu', 0);
    const aborting: ProviderTrial = {
      executionProvider: 'cpu',
      open: (makeFeeds) => {
        controller.abort('enough');
        return trial.open(makeFeeds);
      },
    };
    await expect(open([aborting], { signal: controller.signal })).rejects.toBe('enough');
    expect(calls).toEqual({ runs: 0, released: 1 });
  });

  it('should offer trials feeds in the dims of preprocessing, else of the golden check, else a guess', async () => {
    const free: TensorInfo = { ...INPUT, dims: ['N', 'C', 'H', 'W'] };
    const offered: TrialFeeds[] = [];
    const { trial } = addingTrial('cpu', 0, { inputs: [free] });
    const asking: ProviderTrial = {
      executionProvider: 'cpu',
      open: (makeFeeds) => {
        offered.push(makeFeeds([free]));
        return trial.open(makeFeeds);
      },
    };
    await open([asking], { pipeline: PIPELINE });
    await open([asking], { goldenCheck: golden(0) });
    await open([asking]);
    expect(offered.map(({ feeds, isGuess }) => [feeds['x']?.dims, isGuess])).toEqual([
      [[1, 1, 1, 2], false],
      [[1, 1, 1, 2], false],
      [[1, 1, 1, 1], true],
    ]);
  });
});
