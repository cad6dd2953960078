import type { Frame } from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import { createMriScene } from '../mri/create-mri-scene.js';
import type { CameraClock } from './simulated-camera.js';
import { createSimulatedCamera } from './simulated-camera.js';

/** Time that passes only while the camera sleeps, or by hand. */
const virtualClock = () => {
  const clock = {
    time: 500,
    now: () => clock.time,
    sleep: (milliseconds: number, signal?: AbortSignal) => {
      if (signal?.aborted) return Promise.reject(signal.reason as Error);
      clock.time += milliseconds;
      return Promise.resolve();
    },
  };
  return clock satisfies CameraClock;
};

const scene = createMriScene({ seed: 2, width: 64, height: 64, fps: 20 });

const take = async (
  camera: AsyncIterable<Frame>,
  count: number,
  between?: () => void,
): Promise<{ sequence: number; timestampUs: number }[]> => {
  const seen = [];
  for await (const frame of camera) {
    seen.push({ sequence: frame.sequence, timestampUs: frame.timestampUs });
    frame.close();
    if (seen.length === count) break;
    between?.();
  }
  return seen;
};

describe('createSimulatedCamera', () => {
  it('should give frames at the rate of the scene, stamped in microseconds of the clock', async () => {
    const camera = createSimulatedCamera(scene, { clock: virtualClock() });
    expect(await take(camera, 3)).toEqual([
      { sequence: 0, timestampUs: 500_000 },
      { sequence: 1, timestampUs: 550_000 },
      { sequence: 2, timestampUs: 600_000 },
    ]);
  });

  it('should skip the frames that were due while nobody asked', async () => {
    const clock = virtualClock();
    const camera = createSimulatedCamera(scene, { clock });
    const slow = await take(camera, 3, () => (clock.time += 170));
    expect(slow.map(({ sequence }) => sequence)).toEqual([0, 3, 6]);
  });

  it('should start anew, at the first frame, for each iteration', async () => {
    const camera = createSimulatedCamera(scene, { clock: virtualClock(), firstFrame: 40 });
    expect((await take(camera, 1))[0]?.sequence).toBe(40);
    expect((await take(camera, 1))[0]?.sequence).toBe(40);
  });

  it('should tell what was drawn on its own frames only', async () => {
    const camera = createSimulatedCamera(scene, { clock: virtualClock(), format: 'i420' });
    for await (const frame of camera) {
      frame.close();
      expect(frame.format).toBe('i420');
      expect(camera.truthOf(frame)).toEqual(scene.frameAt(0).truth);
      break;
    }
    expect(camera.truthOf(scene.frameAt(0).frame)).toBeUndefined();
  });

  it('should end without an error when the signal is aborted', async () => {
    const stop = new AbortController();
    const clock = virtualClock();
    const camera = createSimulatedCamera(scene, { clock, signal: stop.signal });
    const seen = await take(camera, 10, () => {
      if (clock.time >= 600) stop.abort();
    });
    expect(seen).toHaveLength(3);
  });

  it('should pass on a clock that fails', async () => {
    const clock = { ...virtualClock(), sleep: () => Promise.reject(new Error('no timer')) };
    await expect(take(createSimulatedCamera(scene, { clock }), 2)).rejects.toThrow('no timer');
  });

  it('should reject a first frame that does not exist', () => {
    expect(() => createSimulatedCamera(scene, { clock: virtualClock(), firstFrame: -1 })).toThrow(
      expect.objectContaining({ name: 'InvalidArgumentError', argument: 'firstFrame' }),
    );
  });
});
