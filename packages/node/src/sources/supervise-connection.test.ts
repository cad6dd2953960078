import { describe, expect, it } from 'vitest';
import { CameraSourceError, type CameraSourceReason } from './camera-source-error.js';
import { defineSource } from './define-source.js';
import type { Produce, ProducerContext } from './frame-stream.js';
import { type ReconnectConfig, reconnectRules } from './reconnect-config.js';
import type { SourceStatus } from './source-status.js';
import { superviseConnection } from './supervise-connection.js';
import { createCountedFrames } from './testing/counted-frames.js';
import { VirtualClock } from './testing/virtual-clock.js';

const failure = (reason: CameraSourceReason): CameraSourceError =>
  new CameraSourceError({ source: 'camera', reason, detail: 'it fails' });

const hang = ({ signal }: ProducerContext): Promise<void> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
  });

const supervise = (connect: Produce, config: ReconnectConfig = {}) => {
  const clock = new VirtualClock();
  const log: string[] = [];
  const note = (status: SourceStatus): void => {
    const detail =
      'cause' in status && status.cause !== undefined
        ? ` ${(status.cause as CameraSourceError).reason}`
        : '';
    const delay = status.state === 'reconnecting' ? ` +${status.delayMs}` : '';
    log.push(`${status.atUs / 1000} ${status.state}${detail}${delay}`);
  };
  const options = { name: 'camera', rules: reconnectRules(config), random: () => 1 };
  const produce = superviseConnection(connect, options);
  const stream = defineSource({ name: 'camera', isLive: true, clock, produce }).open({
    onStatus: note,
  });
  return { clock, log, stream };
};

describe('superviseConnection', () => {
  it('should connect again after ever longer delays', async () => {
    const { clock, log, stream } = supervise(() => Promise.reject(failure('refused')));
    await clock.advance(2000);
    expect(log).toEqual([
      '0 connecting',
      '0 reconnecting refused +250',
      '250 connecting',
      '250 reconnecting refused +500',
      '750 connecting',
      '750 reconnecting refused +1000',
      '1750 connecting',
      '1750 reconnecting refused +2000',
    ]);
    await stream.close();
    expect(clock.sleepers).toBe(0);
  });

  it('should report a silent camera, its return, and connect anew when it stays silent', async () => {
    const frames = createCountedFrames();
    let attempts = 0;
    const { clock, log, stream } = supervise(async (context) => {
      attempts += 1;
      if (attempts > 1) return hang(context);
      context.push(frames.make());
      await context.clock.sleep(4100, context.signal);
      context.push(frames.make());
      await hang(context);
    });
    await clock.advance(12_000);
    expect(log).toEqual([
      '0 connecting',
      '0 live',
      '2500 silent',
      '4100 live',
      '6500 silent',
      '10500 reconnecting silent +250',
      '10750 connecting',
    ]);
    await stream.close();
  });

  it('should give up on a connection that never gives a frame', async () => {
    const { clock, log, stream } = supervise(hang, { firstFrameTimeoutMs: 1000 });
    await clock.advance(1300);
    expect(log).toEqual(['0 connecting', '1000 reconnecting timeout +250', '1250 connecting']);
    await stream.close();
  });

  it('should not hand out a picture of a connection that is gone', async () => {
    const frames = createCountedFrames();
    const { clock, stream } = supervise((context) => {
      context.push(frames.make());
      return Promise.reject(failure('disconnected'));
    });
    await clock.advance(100);
    expect(frames.counts).toEqual({ made: 1, open: 0, discarded: 1 });
    expect(stream.counts).toEqual({ received: 1, delivered: 0, dropped: 1 });
    await stream.close();
  });

  it('should begin with the shortest delay after a connection that held', async () => {
    const frames = createCountedFrames();
    let attempts = 0;
    const { clock, log, stream } = supervise(async (context) => {
      attempts += 1;
      if (attempts < 3) throw failure('refused');
      context.push(frames.make());
      await context.clock.sleep(1900, context.signal);
      context.push(frames.make());
      await context.clock.sleep(1900, context.signal);
    });
    await clock.advance(5000);
    expect(log.slice(-3)).toEqual([
      '4550 reconnecting disconnected +250',
      '4800 connecting',
      '4800 live',
    ]);
    await stream.close();
  });

  it('should seldom repeat a wrong password', async () => {
    const { clock, log, stream } = supervise(() => Promise.reject(failure('unauthorized')));
    await clock.advance(29_000);
    expect(log).toEqual(['0 connecting', '0 reconnecting unauthorized +30000']);
    await stream.close();
  });

  it.each(['decoder-missing', 'no-codec'] as const)(
    'should end with %s, which time does not mend',
    async (reason) => {
      const { log, stream } = supervise(() => Promise.reject(failure(reason)));
      await expect(stream.next()).rejects.toMatchObject({ reason });
      expect(log).toEqual(['0 connecting', `0 ended ${reason}`]);
    },
  );

  it('should end with the first failure when it is told to', async () => {
    const { stream } = supervise(() => Promise.reject(failure('refused')), { retry: false });
    await expect(stream.next()).rejects.toMatchObject({
      reason: 'refused',
      remedy: expect.stringContaining('port') as string,
    });
  });

  it('should not take a fault of ours for one of the camera', async () => {
    const { stream } = supervise(() => Promise.reject(new TypeError('a bug')));
    await expect(stream.next()).rejects.toThrow(TypeError);
  });
});
