import { existsSync } from 'node:fs';
import type { ExecutionProviderAttempt } from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import { channelMeans, partlySupported, unsupported } from './backend-models.js';
import { runScript } from './run-script.js';

const SOFTWARE_DRIVER = '/usr/lib/chromium/vk_swiftshader_icd.json';

describe.skipIf(!existsSync(SOFTWARE_DRIVER))(
  `the webgpu provider on a software Vulkan driver (${SOFTWARE_DRIVER})`,
  () => {
    const env = { VK_ICD_FILENAMES: SOFTWARE_DRIVER, LD_LIBRARY_PATH: '/usr/lib/chromium' };
    const script = (bytes: Uint8Array, run: string): string => `
      import { createTensor } from '@ocelli/core';
      import { createNodeBackend } from '@ocelli/node';
      const bytes = Buffer.from('${Buffer.from(bytes).toString('base64')}', 'base64');
      const session = await createNodeBackend().createSession(
        { kind: 'bytes', bytes }, { executionProviders: ['webgpu'] });
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

    it('should not be selected when every node runs on the cpu', async () => {
      const { code, stderr } = await runScript(script(unsupported(), ''), env);
      expect(code).toBe(1);
      expect(stderr).toContain('NoAvailableExecutionProviderError');
      expect(stderr).toContain('placed all 1 nodes on cpu');
    });
  },
);
