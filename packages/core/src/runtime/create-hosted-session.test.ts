import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import { ReleasedError } from '../errors/session-errors.js';
import { createFrame } from '../frame/frame.js';
import { createPreprocessor } from '../preprocess/create-preprocessor.js';
import type { PreprocessConfig } from '../preprocess/preprocess-config.js';
import { createHostedSession } from './create-hosted-session.js';
import type { SessionHost } from './session-host.js';

const PREPROCESS: PreprocessConfig = {
  resize: { mode: 'squash', width: 2, height: 2 },
  kernel: 'box',
  rescaleFactor: 1,
  mean: [0],
  std: [1],
  channelOrder: 'gray',
  layout: 'nchw',
  dtype: 'uint8',
};

/** A host that keeps the pixels of each frame it was given. */
const recordingHost = () => {
  const seen: number[][] = [];
  const host: SessionHost = {
    facts: { inputs: [], outputs: [], executionProvider: 'mock', attempts: [], maxBatchSize: 1 },
    runFeeds: () => Promise.reject(new Error('not used')),
    runFrames: (frames) => {
      seen.push(...frames.map(({ slot }) => [...slot.bytes.subarray(0, 4)]));
      return Promise.resolve({ outputs: [{}], preprocessMs: [0], inferenceMs: 0 });
    },
    forgetSlot: () => undefined,
    release: () => Promise.resolve(),
  };
  return { host, seen };
};

/** Memory into which nothing can be copied as long as `isBroken`. */
class FragileBytes extends Uint8Array {
  isBroken = false;

  override set(source: ArrayLike<number>, offset?: number): void {
    if (this.isBroken) throw new RangeError('offset is out of bounds');
    super.set(source, offset);
  }
}

const sessionOf = () => {
  const { host, seen } = recordingHost();
  const allocated: FragileBytes[] = [];
  const session = createHostedSession({
    host,
    pipeline: { preprocess: PREPROCESS, input: 'x', outputs: ['y'] },
    allocatePixels: (byteLength) => {
      const bytes = new FragileBytes(byteLength);
      allocated.push(bytes);
      return bytes;
    },
    now: () => 0,
  });
  return { session, seen, allocated };
};

const frame = (level: number) =>
  createFrame({ width: 2, height: 2, format: 'gray', data: new Uint8Array(4).fill(level) });

describe('createHostedSession', () => {
  it('should take its memory back when the pixels cannot be copied', async () => {
    const { session, seen, allocated } = sessionOf();
    await session.runFrame(frame(1));
    const [slot] = allocated;
    if (slot === undefined) throw new Error('nothing was allocated');
    slot.isBroken = true;
    await expect(session.runFrame(frame(2))).rejects.toThrow(RangeError);
    slot.isBroken = false;
    await session.runFrame(frame(3));
    expect(allocated).toHaveLength(1);
    expect(seen).toEqual([
      [1, 1, 1, 1],
      [3, 3, 3, 3],
    ]);
  });

  it('should refuse pixels with too few bytes instead of running those of the last frame', async () => {
    const { session, seen, allocated } = sessionOf();
    await session.runFrame(frame(1));
    const { width, height, format, planes, yuvMatrix, yuvRange, orientation } = frame(2);
    const short = { width, height, format, planes, yuvMatrix, yuvRange, orientation };
    const run = session.runFrame({ ...short, data: Uint8Array.of(2) });
    await expect(run).rejects.toThrow(InvalidArgumentError);
    expect(seen).toEqual([[1, 1, 1, 1]]);
    expect(allocated).toHaveLength(1);
  });

  it('should count preprocessing by the caller as that, not as waiting, and release it with the session', async () => {
    const { host } = recordingHost();
    const preprocessor = createPreprocessor(PREPROCESS);
    let clock = 0;
    const session = createHostedSession({
      host: {
        ...host,
        runFrames: (frames) => {
          const preprocessMs = frames.map(({ content }) =>
            content.kind === 'tensor' ? content.preprocessMs : -1,
          );
          return Promise.resolve({ outputs: [{}], preprocessMs, inferenceMs: 0 });
        },
      },
      pipeline: { preprocess: PREPROCESS, input: 'x', outputs: ['y'] },
      callerPreprocessing: { preprocessor, maxPixels: 4 },
      allocatePixels: (byteLength) => new Uint8Array(byteLength),
      now: () => (clock += 1),
    });
    const { timing } = await session.runFrame(frame(1));
    // The clock is read when the call comes, around preprocessing, and when the run starts.
    expect(timing).toMatchObject({ preprocessMs: 1, queueMs: 2 });
    await session.release();
    expect(() => {
      preprocessor.run(frame(1), new Uint8Array(4));
    }).toThrow(ReleasedError);
  });
});
