import type { PreprocessConfig } from '@ocelli/core';
import { BACKEND_MODES, createNodeBackend } from '@ocelli/node';
import { describe, expect, it } from 'vitest';
import { channelMeans, meansCard, PIXELS_AS_THEY_ARE } from './backend-models.js';
import { runScript } from './run-script.js';

const MIB = 2 ** 20;
const MODEL = { kind: 'bytes', bytes: channelMeans() } as const;
/** As a camera's frames are prepared: from 320x240 to a small square. */
const SCALED_SIDE = 64;
const SCALED_DOWN: PreprocessConfig = {
  ...PIXELS_AS_THEY_ARE,
  resize: { mode: 'squash', width: SCALED_SIDE, height: SCALED_SIDE },
  kernel: 'bilinear',
};

describe.each(BACKEND_MODES)('memory of sessions in %s mode', (mode) => {
  const backend = createNodeBackend({ mode });
  const load = () => backend.createSession(MODEL, { executionProviders: ['cpu'] });

  // In a process of its own: V8 lets its young generation grow by tens of MiB on its own schedule, and
  // only a flag at the start of a process holds it, there and in the workers.
  it('should not grow over 20,000 frames', async () => {
    const bytes = Buffer.from(channelMeans('N', 0, SCALED_SIDE)).toString('base64');
    const script = `
      import { createClassifier, createFrame } from '@ocelli/core';
      import { createNodeBackend } from '@ocelli/node';
      const classifier = await createClassifier({
        card: ${JSON.stringify(meansCard(['red', 'green', 'blue'], SCALED_DOWN))},
        backend: createNodeBackend({ mode: '${mode}' }),
        source: { kind: 'bytes', bytes: Buffer.from('${bytes}', 'base64') },
        executionProviders: ['cpu'],
      });
      // 300 KiB a frame: a leak of one in a hundred would show as 59 MiB.
      const data = new Uint8Array(320 * 240 * 4);
      const frame = createFrame({ width: 320, height: 240, format: 'rgba', data });
      const run = async (count) => {
        for (let done = 0; done < count; done += 8) {
          await Promise.all(Array.from({ length: 8 }, () => classifier.classify(frame)));
        }
        return process.memoryUsage.rss();
      };
      const before = await run(4_000);
      const after = await run(20_000);
      console.log(after - before);
      await classifier.release();`;
    const env = { NODE_OPTIONS: '--max-semi-space-size=1' };
    const { code, stdout, stderr } = await runScript(script, env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^-?\d+\n$/);
    expect(Number(stdout) / MIB).toBeLessThan(20);
  });

  it('should level off over 100 loads and releases', async () => {
    const cycle = async (count: number): Promise<number> => {
      for (let done = 0; done < count; done += 1) {
        const session = await load();
        await session.release();
      }
      return process.memoryUsage().rss;
    };
    const before = await cycle(50);
    const after = await cycle(50);
    expect((after - before) / MIB).toBeLessThan(20);
  });
});
