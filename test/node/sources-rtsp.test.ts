import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import {
  CameraSourceError,
  createRtspSource,
  type FrameStream,
  type SourceStatus,
} from '@ocelli/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, missingRtspServer, type RtspServer, startRtspServer } from './rtsp-server.js';

const missing = missingRtspServer();

/** Patient: the machine that runs this may be busy with other things. */
const reconnect = { firstFrameTimeoutMs: 30_000, silentAfterMs: 1000, reconnectAfterMs: 30_000 };

const takeFrame = async (stream: FrameStream) => {
  const { value: frame } = await stream.next();
  if (frame === undefined) throw new Error('The stream has ended.');
  const { format, width, height, yuvMatrix, yuvRange, timestampUs, sequence } = frame;
  const luma = new Set(frame.data.subarray(0, width * height));
  frame.close();
  return { format, width, height, yuvMatrix, yuvRange, timestampUs, sequence, luma };
};

const failureOf = async (url: string, options = {}): Promise<CameraSourceError> => {
  const source = createRtspSource({ url, reconnect: { ...reconnect, retry: false }, ...options });
  const stream = source.open();
  try {
    await takeFrame(stream);
  } catch (error) {
    if (CameraSourceError.isInstance(error)) return error;
    throw error;
  } finally {
    await stream.close();
  }
  throw new Error('It has not failed.');
};

describe.skipIf(missing !== undefined)(`an RTSP camera (${missing ?? 'GStreamer'})`, () => {
  let port: number;
  let server: RtspServer;

  beforeAll(async () => {
    port = await freePort();
    server = await startRtspServer(port);
  });
  afterAll(() => server.kill());

  const url = (path = 'video'): string => `rtsp://127.0.0.1:${String(port)}/${path}`;

  it('should give stamped, numbered i420 frames of H.264', async () => {
    const beforeUs = Date.now() * 1000;
    const stream = createRtspSource({ url: url(), reconnect }).open();
    const first = await takeFrame(stream);
    const second = await takeFrame(stream);
    await stream.close();
    expect(first).toMatchObject({ format: 'i420', width: 320, height: 240, yuvRange: 'limited' });
    expect(first.luma.size).toBeGreaterThan(10);
    expect(first.timestampUs).toBeGreaterThan(beforeUs);
    expect(second.timestampUs).toBeGreaterThanOrEqual(first.timestampUs);
    expect(second.timestampUs).toBeLessThanOrEqual(Date.now() * 1000);
    expect(second.sequence).toBeGreaterThan(first.sequence);
    expect(stream.counts.received).toBeGreaterThan(second.sequence);
  });

  it.each([
    ['nope', 'not-found'],
    ['audio', 'no-video'],
  ] as const)('should say of the path %s: %s', async (path, reason) => {
    const error = await failureOf(url(path));
    expect(error.reason).toBe(reason);
    expect(error.remedy).not.toBe('');
  });

  it('should say when the connection is refused, the host unknown, or the answer not RTSP', async () => {
    const closed = await freePort();
    expect((await failureOf(`rtsp://127.0.0.1:${String(closed)}/x`)).reason).toBe('refused');
    expect((await failureOf('rtsp://no-such-host.invalid/x')).reason).toBe('unknown-host');
    const other = createServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port: otherPort } = other.address() as { port: number };
    const { reason } = await failureOf(`rtsp://127.0.0.1:${String(otherPort)}/x`);
    other.close();
    expect(['not-rtsp', 'disconnected']).toContain(reason);
  });

  it('should take any password, and show it nowhere', async () => {
    const lockedPort = await freePort();
    const password = 'p@ss/w#rd %41?';
    const locked = await startRtspServer(lockedPort, '320x240', `user:${password}`);
    const address = `127.0.0.1:${String(lockedPort)}/video`;
    const error = await failureOf(`rtsp://user:wr0ng@${address}`);
    expect(error.reason).toBe('unauthorized');
    expect(JSON.stringify(error) + String(error.stack)).not.toContain('wr0ng');
    const stream = createRtspSource({
      url: `rtsp://${address}`,
      username: 'user',
      password,
      reconnect,
    }).open();
    expect((await takeFrame(stream)).width).toBe(320);
    const commands = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => {
        try {
          const own = readFileSync(`/proc/${pid}/cmdline`, 'latin1');
          return own.includes('decoder-process')
            ? own + readFileSync(`/proc/${pid}/environ`, 'latin1')
            : '';
        } catch {
          return '';
        }
      })
      .join('');
    expect(commands).toContain('decoder-process');
    expect(commands).not.toContain('w#rd');
    expect(commands).not.toContain(encodeURIComponent(password));
    await stream.close();
    await locked.kill();
  });

  it('should notice that a camera hangs, and that it is back', async () => {
    const statuses: SourceStatus[] = [];
    const stream = createRtspSource({ url: url(), reconnect }).open({
      onStatus: (status) => statuses.push(status),
    });
    await takeFrame(stream);
    server.signal('SIGSTOP');
    while (stream.status?.state !== 'silent')
      await new Promise((resolve) => setTimeout(resolve, 50));
    server.signal('SIGCONT');
    while (stream.status.state === 'silent') await takeFrame(stream);
    await stream.close();
    const states = statuses.map(({ state }) => state);
    expect(states).toEqual(['connecting', 'live', 'silent', 'live', 'ended']);
  });
});
