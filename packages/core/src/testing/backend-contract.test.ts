import { describe, expect, it } from 'vitest';
import type { InferenceBackend, SessionOptions } from '../backend/inference-backend.js';
import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import { InferenceError, ModelLoadError } from '../errors/session-errors.js';
import { createPreprocessor } from '../preprocess/create-preprocessor.js';
import { createHostedSession } from '../runtime/create-hosted-session.js';
import {
  openSessionHost,
  ProviderUnavailable,
  type OpenedProvider,
} from '../runtime/open-session-host.js';
import type { RuntimeSession } from '../runtime/runtime-session.js';
import { createTensor, type Tensor } from '../tensor/tensor.js';
import { defineBackendContract } from './backend-contract.js';

/*
 * The contract run against core's own session machinery over a "runtime" that computes the sum of each
 * colour channel: it shows that the contract can be met, without any real runtime.
 */
const SIZE = 4;
const PIXELS = SIZE * SIZE;
const MODEL_BYTES = new TextEncoder().encode('channel sums, version 1');

const channelSums = (picture: Tensor): Tensor => {
  const data = picture.data as Float32Array;
  const batch = picture.dims[0] ?? 0;
  const sums = Float32Array.from({ length: batch * 3 }, (_, plane) =>
    data.subarray(plane * PIXELS, (plane + 1) * PIXELS).reduce((sum, value) => sum + value, 0),
  );
  return createTensor('float32', [batch, 3], sums);
};

const runtimeSession: RuntimeSession = {
  inputs: [{ name: 'pixels', dtype: 'float32', dims: ['N', 3, SIZE, 'W'] }],
  outputs: [{ name: 'sums', dtype: 'float32', dims: ['N', 3] }],
  run: ({ pixels }) => {
    if (pixels?.dims[3] !== SIZE) {
      const reason = 'the width must be 4';
      return Promise.reject(new InferenceError({ executionProvider: 'exact', reason }));
    }
    return Promise.resolve({ sums: channelSums(pixels) });
  },
  release: () => Promise.resolve(),
};

const open = (name: string, bytes: Uint8Array): Promise<OpenedProvider> => {
  if (bytes.join() !== MODEL_BYTES.join()) {
    return Promise.reject(new ModelLoadError({ source: 'bytes', reason: 'it is another model' }));
  }
  if (name === 'absent') return Promise.reject(new ProviderUnavailable('there is no driver'));
  return Promise.resolve({ session: runtimeSession, placement: 'all nodes' });
};

const now = (): number => 0;

const createSumBackend = (): InferenceBackend => ({
  name: 'sums',
  executionProviders: ['exact'],
  fetchModel: ({ url }) => Promise.resolve({ kind: 'file', path: url }),
  createSession: async (source, options: SessionOptions = {}) => {
    const bytes = source.kind === 'bytes' ? source.bytes : new Uint8Array();
    const names = (options.executionProviders ?? ['exact']).map(String);
    for (const name of names) {
      if (name === 'exact' || name === 'absent') continue;
      throw new InvalidArgumentError({
        argument: 'executionProviders',
        expected: 'exact',
        actual: name,
      });
    }
    const { pipeline, goldenCheck, signal } = options;
    const trials = names.map((name) => ({
      executionProvider: name,
      open: () => open(name, bytes),
    }));
    const host = await openSessionHost({
      source: 'bytes',
      trials,
      ...(pipeline && { pipeline }),
      ...(goldenCheck && { goldenCheck }),
      ...(signal && { signal }),
      createPreprocessor,
      now,
    });
    return createHostedSession({
      host,
      ...(pipeline && { pipeline }),
      allocatePixels: (length) => new Uint8Array(length),
      now,
    });
  },
});

const picture = createTensor(
  'float32',
  [1, 3, SIZE, SIZE],
  Float32Array.from({ length: 3 * PIXELS }, (_, index) => index),
);

defineBackendContract({
  name: "core's session machinery",
  runner: { describe, it, expect },
  createBackend: createSumBackend,
  executionProvider: 'exact',
  unavailableProvider: 'absent',
  model: {
    bytes: MODEL_BYTES,
    pipeline: {
      preprocess: {
        resize: { mode: 'squash', width: SIZE, height: SIZE },
        kernel: 'bilinear',
        rescaleFactor: 1 / 255,
        mean: [0, 0, 0],
        std: [1, 1, 1],
        channelOrder: 'rgb',
        layout: 'nchw',
        dtype: 'float32',
      },
      input: 'pixels',
      outputs: ['sums'],
    },
    golden: {
      feeds: { pixels: picture },
      outputs: { sums: createTensor('float32', [1, 3], new Float32Array([120, 376, 632])) },
      tolerance: 1e-3,
    },
    failingFeeds: { pixels: createTensor('float32', [1, 3, SIZE, 5]) },
  },
});
