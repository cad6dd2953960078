import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Aedes } from 'aedes';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SinkConfig } from '../config/runner-config.js';
import type { RunnerEvent } from '../events/runner-event.js';
import type { Logger } from '../log/logger.js';
import { createEventSink } from './create-event-sink.js';
import { createQueuedSink } from './create-queued-sink.js';
import { DeliveryError, type EventSink } from './event-sink.js';

const event = (index: number): RunnerEvent => ({
  id: `01ARZ3NDEKTSV4RRFFQ69G5F${String(index).padStart(2, '0')}`,
  at: '2026-01-01T00:00:00.000Z',
  type: 'health',
  camera: 'gate',
  state: 'ok',
  previous: 'black',
});
const logs: string[] = [];
const logger: Logger = {
  log: (level, message, fields) => {
    logs.push(JSON.stringify({ level, message, ...fields }));
  },
};
const random = () => 0;
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  logs.length = 0;
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const openSink = async (config: SinkConfig, env = {}): Promise<EventSink> => {
  const print = () => Promise.resolve();
  const sink = await createEventSink(config, { print, env, logger, random });
  cleanups.push(() => sink.close());
  return sink;
};
const flush = (sink: EventSink) => sink.flush(AbortSignal.timeout(20_000));

describe('createQueuedSink', () => {
  it('should deliver in order, again until it works, and count what did not fit', async () => {
    const delivered: string[] = [];
    let isUp = false;
    const deliver = vi.fn(({ id }: RunnerEvent) => {
      if (!isUp) return Promise.reject(new DeliveryError('down'));
      delivered.push(id.slice(-2));
      return Promise.resolve();
    });
    const sink = createQueuedSink({
      ...{ kind: 'webhook', target: 't', capacity: 3, deliver, logger, random },
      ...{ firstRetryMs: 1, maxRetryMs: 4 },
    });
    for (let index = 0; index < 6; index++) sink.write(event(index));
    await vi.waitFor(() => {
      expect(deliver.mock.calls.length).toBeGreaterThan(2);
    });
    expect(sink.status()).toMatchObject({ state: 'failing', cause: 'down', queued: 3, dropped: 3 });
    isUp = true;
    await flush(sink);
    // The first was on its way when the queue overflowed.
    expect(delivered).toEqual(['00', '04', '05']);
    expect(sink.status()).toMatchObject({ state: 'ok', delivered: 3, dropped: 3, queued: 0 });
    // One line when it began to fail and one when it worked again, however many attempts.
    expect(logs).toHaveLength(2);
    await sink.close();
    await sink.close();
  });

  it('should count what is given up at the end, also while a delivery hangs', async () => {
    const sink = createQueuedSink({
      ...{ kind: 'stdout', target: 't', capacity: 9, logger, random },
      deliver: () => new Promise(() => undefined),
    });
    sink.write(event(0));
    sink.write(event(1));
    await sink.flush(AbortSignal.timeout(5));
    await sink.close();
    sink.write(event(2));
    expect(sink.status()).toMatchObject({ delivered: 0, dropped: 3, queued: 0 });
  });
});

describe('file sink', () => {
  it('should keep so many files of so many bytes, every line whole', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ocelli-sink-'));
    cleanups.push(() => rm(folder, { recursive: true }));
    const path = join(folder, 'sub/events.jsonl');
    const sink = await openSink({ kind: 'file', path, maxBytes: 1024, maxFiles: 3 });
    for (let index = 0; index < 40; index++) sink.write(event(index));
    await flush(sink);
    const files = (await readdir(join(folder, 'sub'))).sort();
    expect(files).toEqual(['events.jsonl', 'events.jsonl.1', 'events.jsonl.2']);
    const texts = await Promise.all(
      ['.2', '.1', ''].map((suffix) => readFile(`${path}${suffix}`, 'utf8')),
    );
    for (const each of texts) expect(each.length).toBeLessThanOrEqual(1024);
    const ids = texts
      .join('')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as RunnerEvent).id);
    expect(ids.at(-1)).toBe(event(39).id);
    expect(ids).toEqual([...ids].sort());
  });

  it('should wait on a full disk and say so', async () => {
    const sink = await openSink({ kind: 'file', path: '/dev/full' });
    sink.write(event(0));
    await vi.waitFor(() => {
      expect(sink.status()).toMatchObject({ state: 'failing', queued: 1 });
    });
    expect(sink.status().cause).toMatch(/disk is full/);
  });
});

describe('webhook sink', () => {
  const serve = async (answer: (index: number) => number) => {
    const received: { event: RunnerEvent; headers: IncomingMessage['headers'] }[] = [];
    let count = 0;
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        const status = answer(count++);
        if (status < 300) {
          received.push({ event: JSON.parse(body) as RunnerEvent, headers: request.headers });
        }
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    return { received, url: `http://127.0.0.1:${String(port)}/hook` };
  };

  it('should send again after a 503, and give up only what is refused', async () => {
    const { received, url } = await serve((index) => [503, 200, 422, 200][index] ?? 200);
    const sink = await openSink(
      { kind: 'webhook', url, token: { env: 'HOOK' } },
      { HOOK: 'hunter2' },
    );
    for (const index of [0, 1, 2]) sink.write(event(index));
    await flush(sink);
    expect(received.map((each) => each.event.id)).toEqual([event(0).id, event(2).id]);
    expect(received[0]?.headers).toMatchObject({
      authorization: 'Bearer hunter2',
      'idempotency-key': event(0).id,
    });
    expect(sink.status()).toMatchObject({ delivered: 2, refused: 1 });
    expect(logs.join()).not.toContain('hunter2');
  });
});

describe('mqtt sink', () => {
  const serve = async (password: string) => {
    const broker = await Aedes.createBroker({
      authenticate: (_client, _user, given, done) => {
        if (given?.toString() === password) done(null, true);
        else done(Object.assign(new Error('no'), { returnCode: 4 }), false);
      },
    });
    const published: { topic: string; qos: number; event: RunnerEvent }[] = [];
    broker.on('publish', ({ topic, payload, qos }, client) => {
      if (client === null) return;
      published.push({ topic, qos, event: JSON.parse(payload.toString()) as RunnerEvent });
    });
    const server = createTcpServer((socket) => {
      broker.handle(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanups.push(
      () => new Promise((resolve) => server.close(resolve)),
      () => new Promise<void>((resolve) => broker.close(resolve)),
    );
    const { port } = server.address() as AddressInfo;
    const url = `mqtt://127.0.0.1:${String(port)}`;
    const hangUp = () => {
      for (const client of Object.values(
        (broker as unknown as { clients: Record<string, { conn: { destroy: () => void } }> })
          .clients,
      ))
        client.conn.destroy();
    };
    return { published, url, hangUp };
  };

  it('should publish with QoS 1, and again over a new connection when the old one is lost', async () => {
    const { published, url, hangUp } = await serve('right');
    const sink = await openSink(
      { kind: 'mqtt', url, username: 'cam', password: { env: 'PASS' }, topic: 'a/{camera}/{type}' },
      { PASS: 'right' },
    );
    sink.write(event(0));
    await flush(sink);
    expect(published).toEqual([{ topic: 'a/gate/health', qos: 1, event: event(0) }]);
    hangUp();
    for (let index = 1; index < 5; index++) sink.write(event(index));
    await flush(sink);
    expect(new Set(published.map((each) => each.event.id)).size).toBe(5);
  });

  it('should name a wrong password and never show it', async () => {
    const { url } = await serve('right');
    const sink = await openSink(
      { kind: 'mqtt', url, username: 'cam', password: { env: 'PASS' } },
      { PASS: 'hunter2' },
    );
    sink.write(event(0));
    await vi.waitFor(
      () => {
        expect(sink.status().cause).toMatch(/wrong user name or password/);
      },
      { timeout: 20_000 },
    );
    expect(logs.join()).not.toContain('hunter2');
  });
});
