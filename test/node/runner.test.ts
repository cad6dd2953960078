import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RunnerEvent, RunnerStatus } from '@ocelli/edge-runner';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { writeColourNames } from './colour-names.js';
import { parseJsonLines, runOcelli, startOcelli } from './cli-process.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const CAMERA = { id: 'leaf', source: { kind: 'simulated', scene: 'leaf', fps: 5 } };

const makeFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ocelli-run-'));
  cleanups.push(() => rm(folder, { recursive: true }));
  await writeColourNames(join(folder, 'model'));
  const file = join(folder, 'cameras.yaml');
  const write = (changes: object = {}) =>
    writeFile(
      file,
      JSON.stringify({
        cameras: [{ ...CAMERA, model: 'model/colour-names.json' }],
        sinks: [{ kind: 'stdout' }, { kind: 'file', path: 'events.jsonl' }],
        page: { port: 0 },
        ...changes,
      }),
    );
  return { folder, file, write };
};

/** Starts `ocelli run` and waits until it says where its page is. */
const startRunner = async (file: string) => {
  const child = startOcelli(['run', file]);
  cleanups.push(() => child.kill('SIGKILL'));
  const events: RunnerEvent[] = [];
  const logs: Record<string, unknown>[] = [];
  createInterface(child.stdout).on('line', (line) => events.push(JSON.parse(line) as RunnerEvent));
  createInterface(child.stderr).on('line', (line) => {
    logs.push(JSON.parse(line) as Record<string, unknown>);
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  const page = await vi.waitFor(
    () => {
      const url = logs.find((log) => log['page'] !== undefined)?.['page'];
      expect(url).toBeTypeOf('string');
      return url as string;
    },
    { timeout: 90_000, interval: 100 },
  );
  const status = async () => (await (await fetch(`${page}/status`)).json()) as RunnerStatus;
  return { child, events, logs, page, status, ended };
};

const soon = { timeout: 60_000, interval: 200 };

describe('ocelli run', () => {
  it(
    'should decide on cameras, show them, take a new configuration, and drain',
    { timeout: 240_000 },
    async () => {
      const { folder, file, write } = await makeFolder();
      await write();
      const { child, events, logs, page, status, ended } = await startRunner(file);
      await vi.waitFor(async () => {
        expect((await fetch(`${page}/readyz`)).status).toBe(200);
      }, soon);

      const picture = await fetch(`${page}/cameras/leaf/picture.jpg`);
      expect(picture.headers.get('content-type')).toBe('image/jpeg');
      expect([...new Uint8Array(await picture.arrayBuffer()).subarray(0, 2)]).toEqual([0xff, 0xd8]);
      await vi.waitFor(async () => {
        expect((await status()).cameras[0]?.decisions).toBeGreaterThan(3);
      }, soon);
      const metrics = await (await fetch(`${page}/metrics`)).text();
      expect(metrics).toMatch(/ocelli_decisions_total\{camera="leaf"\} [1-9]/);
      expect(metrics).toMatch(
        /ocelli_frames_dropped_total\{camera="leaf",reason="superseded"\} \d/,
      );

      const stream = await fetch(`${page}/events`);
      const first = await stream.body?.getReader().read();
      expect(new TextDecoder().decode(first?.value)).toMatch(/^event: (event|status)\n/);

      // What is wrong is refused, and the camera runs on.
      await write({ cameras: [{ ...CAMERA, modle: 'x' }] });
      await vi.waitFor(async () => {
        expect((await status()).reloadError).toMatch(/modle is not a field/);
      }, soon);
      const before = (await status()).cameras[0]?.decisions ?? 0;
      const model = 'model/colour-names.json';
      await write({
        cameras: [
          { ...CAMERA, model },
          { ...CAMERA, id: 'second', model },
        ],
      });
      await vi.waitFor(async () => {
        const { cameras, models, reloadError } = await status();
        expect(reloadError).toBeUndefined();
        expect(cameras.map(({ id }) => id)).toEqual(['leaf', 'second']);
        // It was not started anew, and the model is shared.
        expect(cameras[0]?.decisions).toBeGreaterThanOrEqual(before);
        expect(models).toMatchObject([{ state: 'ready', holders: 2 }]);
      }, soon);

      child.kill('SIGTERM');
      expect(await ended).toBe(0);
      expect(logs.at(-1)).toMatchObject({ message: 'stopped', undelivered: 0 });
      expect(events.length).toBeGreaterThan(0);
      expect(events[0]).toMatchObject({ camera: 'leaf', simulated: true });
      expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
      expect(parseJsonLines(await readFile(join(folder, 'events.jsonl'), 'utf8'))).toEqual(events);
    },
  );

  it(
    'should not answer under another name, and ask for the token',
    { timeout: 200_000 },
    async () => {
      const { folder, file, write } = await makeFolder();
      await writeFile(join(folder, 'token'), 'hunter2\n');
      await write({ page: { port: 0, host: '0.0.0.0', token: { file: 'token' } } });
      const { page, logs } = await startRunner(file);
      const { port } = new URL(page);
      const statusFor = (path: string, headers: Record<string, string>) =>
        new Promise<number | undefined>((resolve, reject) => {
          get({ host: '127.0.0.1', port, path, headers }, (response) => {
            response.resume();
            resolve(response.statusCode);
          }).on('error', reject);
        });
      expect(await statusFor('/', { host: 'evil.example' })).toBe(421);
      expect(await statusFor('/', {})).toBe(200);
      expect(await statusFor('/healthz', {})).toBe(200);
      for (const path of [
        '/status',
        '/metrics',
        '/readyz',
        '/events',
        '/cameras/leaf/picture.jpg',
      ]) {
        expect(await statusFor(path, {}), path).toBe(401);
      }
      expect(await statusFor('/status', { authorization: 'Bearer hunter2' })).toBe(200);
      expect(JSON.stringify(logs)).not.toContain('hunter2');
    },
  );

  it('should check a configuration without starting anything', { timeout: 200_000 }, async () => {
    const { file, write } = await makeFolder();
    await write();
    expect(await runOcelli(['run', file, '--check'])).toMatchObject({ code: 0, stdout: '' });
    await writeFile(file, 'cameras:\n  - id: gate\n    sorce: x\n');
    const { code, stderr } = await runOcelli(['run', file, '--check']);
    expect(code).toBe(2);
    expect(stderr).toContain(`${file}:3:5: cameras[0].sorce is not a field`);
    expect(stderr).toContain(`ocelli run ${file} --check`);
  });

  it('should say which port is taken, and exit with 4', { timeout: 200_000 }, async () => {
    const { file, write } = await makeFolder();
    const { createServer } = await import('node:http');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => server.close());
    const { port } = server.address() as { port: number };
    await write({ page: { port } });
    const { code, stderr } = await runOcelli(['run', file]);
    expect(code).toBe(4);
    expect(stderr).toContain(`port ${String(port)}: another program listens there`);
  });
});
