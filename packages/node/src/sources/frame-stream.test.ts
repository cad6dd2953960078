import { describe, expect, it } from 'vitest';
import { CameraSourceError } from './camera-source-error.js';
import { defineSource } from './define-source.js';
import type { ProducerContext } from './frame-stream.js';
import type { SourceStatus } from './source-status.js';
import { createCountedFrames } from './testing/counted-frames.js';
import { VirtualClock } from './testing/virtual-clock.js';

const untilAborted = ({ signal }: ProducerContext): Promise<void> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
  });

/** A source whose producer's context is in the hands of the test. */
const openSource = async (isLive: boolean) => {
  let context: ProducerContext | undefined;
  const statuses: SourceStatus[] = [];
  const source = defineSource({
    name: 'test',
    isLive,
    clock: new VirtualClock(),
    produce: (given) => {
      context = given;
      return untilAborted(given);
    },
  });
  const stream = source.open({ onStatus: (status) => statuses.push(status) });
  await Promise.resolve();
  await Promise.resolve();
  if (context === undefined) throw new Error('The producer was not started.');
  return { stream, context, statuses, frames: createCountedFrames() };
};

describe('a live stream', () => {
  it('should hand out the newest frame and count those that nobody took', async () => {
    const { stream, context, frames } = await openSource(true);
    for (const value of [1, 2, 3]) context.push(frames.make(value));
    context.drop(2);
    context.push(frames.make(4));
    const { value: frame } = await stream.next();
    expect([frame?.data[0], frame?.sequence]).toEqual([4, 5]);
    expect(stream.counts).toEqual({ received: 6, delivered: 1, dropped: 5 });
    expect(frames.counts.discarded).toBe(3);
    frame?.close();
    await stream.close();
  });

  it('should drop a picture that turns out to be damaged and wait for the next', async () => {
    const { stream, context, frames } = await openSource(true);
    const next = stream.next();
    context.push(frames.make(1, true));
    await new Promise((resolve) => setImmediate(resolve));
    context.push(frames.make(2));
    const { value: frame } = await next;
    expect(frame?.data[0]).toBe(2);
    expect(stream.counts).toEqual({ received: 2, delivered: 1, dropped: 1 });
    frame?.close();
    await stream.close();
  });

  it('should end a waiting consumer, discard what is left and say so when it is closed', async () => {
    const { stream, context, frames, statuses } = await openSource(true);
    const waiting = stream.next();
    const alsoWaiting = stream.next();
    await stream.close();
    await expect(waiting).resolves.toEqual({ done: true, value: undefined });
    await expect(alsoWaiting).resolves.toEqual({ done: true, value: undefined });
    context.push(frames.make());
    expect(frames.counts).toEqual({ made: 1, open: 0, discarded: 1 });
    expect(statuses).toEqual([{ state: 'ended', cause: undefined, atUs: 0 }]);
    await stream.close();
    expect(statuses).toHaveLength(1);
  });
});

describe('a stream of files', () => {
  it('should hand out every frame in order and let its producer wait for the consumer', async () => {
    const { stream, context, frames } = await openSource(false);
    context.push(frames.make(1));
    context.push(frames.make(2));
    let isDrained = false;
    const drained = context.drained().then(() => (isDrained = true));
    const first = await stream.next();
    expect(isDrained).toBe(false);
    const second = await stream.next();
    await drained;
    expect([first.value?.data[0], second.value?.data[0]]).toEqual([1, 2]);
    first.value?.close();
    second.value?.close();
    expect(frames.counts).toEqual({ made: 2, open: 0, discarded: 0 });
    await stream.close();
  });

  it('should hand out what is left before it fails', async () => {
    const frames = createCountedFrames();
    const failure = new CameraSourceError({ source: 'x', reason: 'damaged', detail: 'it is' });
    const source = defineSource({
      name: 'x',
      isLive: false,
      produce: (context) => {
        context.push(frames.make(7));
        return Promise.reject(failure);
      },
    });
    const stream = source.open();
    const { value: frame } = await stream.next();
    expect(frame?.data[0]).toBe(7);
    frame?.close();
    await expect(stream.next()).rejects.toBe(failure);
    await expect(stream.next()).resolves.toEqual({ done: true, value: undefined });
    expect(stream.status).toMatchObject({ state: 'ended', cause: failure });
  });

  it('should not start when its signal is aborted already', async () => {
    let isStarted = false;
    const source = defineSource({
      name: 'x',
      isLive: false,
      produce: () => {
        isStarted = true;
        return Promise.resolve();
      },
    });
    const stream = source.open({ signal: AbortSignal.abort() });
    await expect(stream.next()).resolves.toEqual({ done: true, value: undefined });
    await stream.close();
    expect(isStarted).toBe(false);
  });
});
