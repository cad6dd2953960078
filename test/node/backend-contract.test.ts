import { createTensor } from '@ocelli/core';
import { defineBackendContract } from '@ocelli/core/testing';
import { BACKEND_MODES, createNodeBackend } from '@ocelli/node';
import { describe, expect, it } from 'vitest';
import { guardedChannelMeans, PIXELS_AS_THEY_ARE, SIDE } from './backend-models.js';

const image = Float32Array.from({ length: 3 * SIDE * SIDE }, (_, index) => index);

for (const mode of BACKEND_MODES) {
  defineBackendContract({
    name: `createNodeBackend in ${mode} mode`,
    runner: { describe, it, expect },
    createBackend: () => createNodeBackend({ mode }),
    model: {
      bytes: guardedChannelMeans(),
      pipeline: { preprocess: PIXELS_AS_THEY_ARE, input: 'image', outputs: ['means'] },
      golden: {
        feeds: { image: createTensor('float32', [1, 3, SIDE, SIDE], image) },
        outputs: { means: createTensor('float32', [1, 3], new Float32Array([7.5, 23.5, 39.5])) },
        tolerance: 1e-4,
      },
      failingFeeds: {
        image: createTensor(
          'float32',
          [1, 3, SIDE, SIDE],
          image.map((value) => value + 1e4),
        ),
      },
    },
    executionProvider: 'cpu',
    ...(process.platform === 'linux' && { unavailableProvider: 'coreml' }),
  });
}
