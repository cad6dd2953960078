import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { ExecutionProviderAttempt } from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import {
  channelMeans,
  partlySupported,
  PIXELS_AS_THEY_ARE,
  symbolicConvolution,
  unsupported,
} from './backend-models.js';
import { runScript } from './run-script.js';

const FOLDER = '/usr/share/vulkan/icd.d';
const lavapipe = existsSync(FOLDER)
  ? readdirSync(FOLDER)
      .filter((name) => name.startsWith('lvp_icd'))
      .map((name) => join(FOLDER, name))
  : [];
const CANDIDATES = [
  ...(process.env['VK_ICD_FILENAMES']?.split(delimiter) ?? []),
  '/usr/lib/chromium/vk_swiftshader_icd.json',
  ...lavapipe,
];
const driver = CANDIDATES.find((path) => existsSync(path));

describe.skipIf(driver === undefined)(
  `the webgpu provider on ${driver ?? `a Vulkan driver (skipped: none in VK_ICD_FILENAMES, Chromium or ${FOLDER})`}`,
  () => {
    // Chromium's driver brings its own loader of Vulkan; drivers that know Wayland complain on stderr
    // where no runtime directory is set.
    const env = {
      VK_ICD_FILENAMES: driver ?? '',
      LD_LIBRARY_PATH: '/usr/lib/chromium',
      XDG_RUNTIME_DIR: tmpdir(),
    };
    const script = (bytes: Uint8Array, run: string, options = ''): string => `
      import { createTensor } from '@ocelli/core';
      import { createNodeBackend } from '@ocelli/node';
      const bytes = Buffer.from('${Buffer.from(bytes).toString('base64')}', 'base64');
      const session = await createNodeBackend().createSession(
        { kind: 'bytes', bytes }, { executionProviders: ['webgpu'], ${options} });
      ${run}
      await session.release();`;

    it('should compute what the cpu provider computes, with every node placed on it', async () => {
      const run = `
        const image = createTensor('float32', [1, 3, 4, 4], Float32Array.from({ length: 48 }, (_, i) => i));
        const { outputs } = await session.run({ image });
        console.log(JSON.stringify([session.attempts[0], [...outputs.means.data]]));`;
      const { code, stdout } = await runScript(script(channelMeans(), run), env);
      const [attempt, means] = JSON.parse(stdout) as [ExecutionProviderAttempt, number[]];
      expect(attempt).toMatchObject({ executionProvider: 'webgpu', outcome: 'selected' });
      expect(attempt.reason).toContain('every node on webgpu');
      expect(means).toEqual([7.5, 23.5, 39.5]);
      expect(code).toBe(0);
    });

    it('should say how many nodes it took when the cpu runs the rest', async () => {
      const run = 'console.log(session.attempts[0].reason);';
      const { stdout } = await runScript(script(partlySupported(), run), env);
      expect(stdout).toContain('1 of 2 nodes on webgpu, the rest on cpu');
    });

    it('should count nodes in the dims that preprocessing makes where the model leaves them free', async () => {
      const resize = { mode: 'squash', width: 32, height: 32 };
      const preprocess = { ...PIXELS_AS_THEY_ARE, resize };
      const pipeline = { preprocess, input: 'image', outputs: ['means'] };
      const run = 'console.log(session.attempts[0].reason);';
      const options = `pipeline: ${JSON.stringify(pipeline)}`;
      const { stdout, stderr } = await runScript(script(symbolicConvolution(), run, options), env);
      expect(stderr).toBe('');
      expect(stdout).toMatch(/^\d+ of \d+ nodes on webgpu, the rest on cpu/);
    });

    it('should stay, its placement unknown, when the dims can only be guessed', async () => {
      const run = `
        const image = createTensor('float32', [1, 3, 9, 9], new Float32Array(243).fill(1));
        const { outputs } = await session.run({ image });
        console.log(session.attempts[0].reason, outputs.means.data[0].toFixed(2));`;
      const { stdout, stderr } = await runScript(script(symbolicConvolution(), run), env);
      expect(stderr).toBe('');
      expect(stdout).toContain('placement unknown');
      expect(stdout).toContain('1.47');
    });

    it('should not be selected when every node runs on the cpu', async () => {
      const { code, stderr } = await runScript(script(unsupported(), ''), env);
      expect(code).toBe(1);
      expect(stderr).toContain('NoAvailableExecutionProviderError');
      expect(stderr).toContain('placed all 1 nodes on cpu');
    });
  },
);
