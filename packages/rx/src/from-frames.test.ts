import type { Frame } from '@ocelli/core';
import { InvalidArgumentError } from '@ocelli/core';
import { createFrameTracker, type FrameTracker } from '@ocelli/core/testing';
import { lastValueFrom, map, take, toArray } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { describe, expect, it } from 'vitest';
import { asCamera } from './as-camera.js';
import { classifyQueued } from './classify-queued.js';
import { fromFrames } from './from-frames.js';
import { brief } from './testing/camera-marbles.js';
import { classificationOf } from './testing/classifications.js';
import { withCameraHealth } from './with-camera-health.js';

/** Frames that are made when they are asked for; `returned` says when the reader left. */
const readFrames = (tracker: FrameTracker, count: number) => {
  const state = { returned: false };
  const read = function* (): Generator<Frame> {
    try {
      for (let index = 0; index < count; index += 1) yield tracker.frame();
    } finally {
      state.returned = true;
    }
  };
  return { state, frames: { [Symbol.iterator]: read } };
};

/** Frames that come when they are delivered; `calls` says what was asked of the iterator. */
const createCamera = (onReturn: () => Promise<unknown> = () => Promise.resolve()) => {
  const calls: string[] = [];
  let deliver: (result: IteratorResult<Frame>) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const frames: AsyncIterable<Frame> = {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        calls.push('next');
        return new Promise((resolve, reject) => {
          deliver = resolve;
          fail = reject;
        });
      },
      return: async () => {
        calls.push('return');
        await onReturn();
        return { value: undefined, done: true };
      },
    }),
  };
  return {
    calls,
    frames,
    deliver: (result: IteratorResult<Frame>) => {
      deliver(result);
    },
    fail: (error: Error) => {
      fail(error);
    },
  };
};

/** Lets everything that waits for a promise go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('fromFrames', () => {
  it('should read the next frame when one of its frames was closed', async () => {
    const tracker = createFrameTracker();
    const { frames } = readFrames(tracker, 5);
    const taken: Frame[] = [];
    let isDone = false;
    fromFrames(frames, { maxOpenFrames: 2 }).subscribe({
      next: (frame) => taken.push(frame),
      complete: () => (isDone = true),
    });
    const created: number[] = [];
    for (let index = 0; index < 5; index += 1) {
      await settle();
      created.push(tracker.created);
      taken[index]?.close();
    }
    await settle();
    expect(created).toEqual([2, 3, 4, 5, 5]);
    expect(isDone).toBe(true);
    tracker.assertAllClosed();
  });

  it('should never fill the queue of a classifier that is slower than the source', async () => {
    const tracker = createFrameTracker();
    let mostOpen = 0;
    const classify = async () => {
      mostOpen = Math.max(mostOpen, tracker.open.length);
      await settle();
      return classificationOf([1, 0, 0]);
    };
    const briefs$ = fromFrames(readFrames(tracker, 50).frames).pipe(
      asCamera('files'),
      classifyQueued({ classify }, { capacity: 4 }),
      map(brief),
      toArray(),
    );
    const briefs = await lastValueFrom(briefs$);
    expect(briefs).toEqual(Array.from({ length: 50 }, (_, index) => `decision ${index} red`));
    expect(mostOpen).toBeGreaterThan(1);
    expect(mostOpen).toBeLessThanOrEqual(4);
    tracker.assertAllClosed();
  });

  it('should hand on the frame as it is', async () => {
    const tracker = createFrameTracker();
    const original = tracker.frame({ sequence: 3, timestampUs: 9, orientation: 6 });
    const frame = await lastValueFrom(fromFrames([original]).pipe(take(1)));
    const fields = ({ width, height, format, data, planes, yuvMatrix, yuvRange }: Frame) => ({
      ...{ width, height, format, data, planes, yuvMatrix, yuvRange },
    });
    expect(fields(frame)).toEqual(fields(original));
    expect([frame.sequence, frame.timestampUs, frame.orientation, frame.isClosed]).toEqual([
      3,
      9,
      6,
      false,
    ]);
    frame[Symbol.dispose]();
    frame[Symbol.dispose]();
    expect(frame.isClosed).toBe(true);
    tracker.assertAllClosed();
  });

  it('should leave the iterator when nobody listens any more, also while it waits', async () => {
    const tracker = createFrameTracker();
    const { frames, state } = readFrames(tracker, 5);
    const taken: Frame[] = [];
    const subscription = fromFrames(frames, { maxOpenFrames: 1 }).subscribe((frame) =>
      taken.push(frame),
    );
    await settle();
    subscription.unsubscribe();
    await settle();
    expect(state.returned).toBe(true);
    expect(tracker.created).toBe(1);
    taken[0]?.close();
    tracker.assertAllClosed();
  });

  it('should return an iterator that waits for a frame, once, and close the frame that comes then', async () => {
    const tracker = createFrameTracker();
    const { calls, deliver, frames } = createCamera();
    const subscription = fromFrames(frames).subscribe();
    await settle();
    expect(calls).toEqual(['next']);
    subscription.unsubscribe();
    subscription.unsubscribe();
    expect(calls).toEqual(['next', 'return']);
    deliver({ value: tracker.frame(), done: false });
    await settle();
    expect(calls).toEqual(['next', 'return']);
    expect(tracker.created).toBe(1);
    tracker.assertAllClosed();
  });

  it('should return an iterator that was never asked for a frame', async () => {
    const { calls, frames } = createCamera();
    fromFrames(frames).subscribe().unsubscribe();
    await settle();
    expect(calls).toEqual(['return']);
  });

  it('should not return an iterator that is over, or has failed', async () => {
    const over = createCamera();
    const done = lastValueFrom(fromFrames(over.frames).pipe(toArray()));
    await settle();
    over.deliver({ value: undefined, done: true });
    expect(await done).toEqual([]);
    const broken = createCamera();
    const failed = lastValueFrom(fromFrames(broken.frames));
    await settle();
    broken.fail(new Error('the cable is cut'));
    await expect(failed).rejects.toThrow('the cable is cut');
    await settle();
    expect([over.calls, broken.calls]).toEqual([['next'], ['next']]);
  });

  it('should let a camera go that gives no frames, as health watches it, and mind no error of that', () => {
    const tracker = createFrameTracker();
    const { calls, frames } = createCamera(() => Promise.reject(new Error('it hangs')));
    const scheduler = new TestScheduler((actual, expected) => {
      expect(actual).toEqual(expected);
    });
    scheduler.run(({ expectObservable, flush }) => {
      const briefs$ = fromFrames(frames).pipe(
        asCamera('gate'),
        withCameraHealth('gate', {}, scheduler),
        map(brief),
      );
      expectObservable(briefs$, '3s !').toBe('2s h', { h: 'start > no-signal' });
      flush();
      expect(calls.filter((call) => call === 'return')).toEqual(['return']);
    });
    tracker.assertAllClosed();
  });

  it('should forward an error of the iterable, and complete with an empty one', async () => {
    const failing: Iterable<Frame> = {
      [Symbol.iterator]: () => {
        throw new Error('no such folder');
      },
    };
    await expect(lastValueFrom(fromFrames(failing))).rejects.toThrow('no such folder');
    expect(await lastValueFrom(fromFrames([]).pipe(toArray()))).toEqual([]);
  });

  it('should refuse a limit that is no positive integer', () => {
    expect(() => fromFrames([], { maxOpenFrames: 0 })).toThrow(InvalidArgumentError);
  });
});
