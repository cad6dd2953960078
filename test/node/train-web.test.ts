import { describe, expect, it } from 'vitest';
import { runScript } from './run-script.js';
import { SHAPES_SCRIPT } from './train-shapes.js';

describe('training inside onnxruntime-web', () => {
  it('should learn to tell drawn shapes apart in WebAssembly', async () => {
    const { stdout, stderr, code } = await runScript(`${SHAPES_SCRIPT}
      import { createOrtGraphRuntime } from '@ocelli/core/runtime';
      import * as ort from 'onnxruntime-web';
      ort.env.wasm.numThreads = 1;
      ort.env.logLevel = 'fatal';
      const runtime = createOrtGraphRuntime({ ort, executionProvider: 'wasm' });
      const { weights } = await fit({ ...options, runtime });
      console.log(await accuracyOf(runtime, weights));`);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(Number(stdout)).toBeGreaterThanOrEqual(0.95);
  }, 300_000);
});
