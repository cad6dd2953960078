import { createFrame, type FramePipelineConfig } from '@ocelli/core';
import { BACKEND_MODES, createNodeBackend } from '@ocelli/node';
import { describe, expect, it } from 'vitest';
import { channelMeans, PIXELS_AS_THEY_ARE } from './backend-models.js';

const MIB = 2 ** 20;
const MODEL = { kind: 'bytes', bytes: channelMeans() } as const;
const pipeline: FramePipelineConfig = {
  preprocess: PIXELS_AS_THEY_ARE,
  input: 'image',
  outputs: ['means'],
};

describe.each(BACKEND_MODES)('memory of sessions in %s mode', (mode) => {
  const backend = createNodeBackend({ mode });
  const load = () => backend.createSession(MODEL, { executionProviders: ['cpu'], pipeline });

  it('should not grow over 20,000 frames', async () => {
    await using session = await load();
    // 64 KiB a frame: a leak of one in ten would show as 125 MiB.
    const frame = createFrame({
      width: 128,
      height: 128,
      format: 'rgba',
      data: new Uint8Array(128 * 128 * 4),
    });
    const run = async (count: number): Promise<void> => {
      for (let done = 0; done < count; done += 8) {
        await Promise.all(Array.from({ length: 8 }, () => session.runFrame(frame)));
      }
    };
    await run(4_000);
    const before = process.memoryUsage().rss;
    await run(20_000);
    expect((process.memoryUsage().rss - before) / MIB).toBeLessThan(20);
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
