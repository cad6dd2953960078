import type { Worker } from 'node:worker_threads';
import { createTensor, ModelLoadError, ReleasedError, SessionLostError } from '@ocelli/core';
import { createNodeBackend } from '@ocelli/node';
import { describe, expect, it } from 'vitest';
import { lookup } from './backend-models.js';
import { runScript } from './run-script.js';

const CPU = { executionProviders: ['cpu'] } as const;
const MODEL = { kind: 'bytes', bytes: lookup() } as const;
const feeds = () => ({ index: createTensor('int64', [1], new BigInt64Array([2n])) });

/** The next worker that this process starts. */
const nextWorker = (): Promise<Worker> =>
  new Promise((resolve) => {
    process.once('worker', resolve);
  });

const whenEnded = (worker: Worker): Promise<void> =>
  new Promise((resolve) => {
    worker.once('exit', () => {
      resolve();
    });
  });

/** Opens `session` on the lookup model. */
const opening = (providers: readonly string[]): string => `
  import { createTensor } from '@ocelli/core';
  import { createNodeBackend } from '@ocelli/node';
  const bytes = Buffer.from('${Buffer.from(MODEL.bytes).toString('base64')}', 'base64');
  const feeds = { index: createTensor('int64', [1], new BigInt64Array([2n])) };
  const load = () => createNodeBackend().createSession(
    { kind: 'bytes', bytes }, { executionProviders: ${JSON.stringify(providers)} });
`;

describe('the worker of a session', () => {
  it('should end on release', async () => {
    const started = nextWorker();
    const session = await createNodeBackend().createSession(MODEL, CPU);
    const ended = whenEnded(await started);
    await session.release();
    await ended;
  });

  it('should end on a release that comes right after a run', async () => {
    const session = await createNodeBackend().createSession(MODEL, CPU);
    const call = session.run(feeds());
    call.catch(() => undefined);
    // Calls are sent to the worker in the microtasks after they were made.
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    await session.release();
    await expect(call).rejects.toBeInstanceOf(ReleasedError);
  });

  it('should end after an abort while loading', async () => {
    const started = nextWorker();
    const controller = new AbortController();
    const loading = createNodeBackend().createSession(MODEL, { ...CPU, signal: controller.signal });
    const ended = whenEnded(await started);
    controller.abort('enough');
    await expect(loading).rejects.toBe('enough');
    await ended;
  });

  it('should end after a load that fails', async () => {
    const started = nextWorker();
    const loading = createNodeBackend().createSession({ kind: 'bytes', bytes: new Uint8Array(9) });
    const ended = whenEnded(await started);
    await expect(loading).rejects.toBeInstanceOf(ModelLoadError);
    await ended;
  });

  it('should fail the load when it dies', async () => {
    const started = nextWorker();
    const loading = createNodeBackend().createSession(MODEL, CPU);
    loading.catch(() => undefined);
    await (await started).terminate();
    await expect(loading).rejects.toThrow(/its worker ended with exit code/);
    await expect(loading).rejects.toBeInstanceOf(ModelLoadError);
  });

  it('should reject pending and later calls when it dies, and leave room for a new session', async () => {
    const backend = createNodeBackend();
    const started = nextWorker();
    const session = await backend.createSession(MODEL, CPU);
    const worker = await started;
    // The worker ends of itself, as in a crash, with the call below still unanswered.
    worker.postMessage({ kind: 'release' });
    const pending = session.run(feeds());
    await expect(pending).rejects.toBeInstanceOf(SessionLostError);
    await expect(session.run(feeds())).rejects.toBeInstanceOf(SessionLostError);
    await session.release();
    await using again = await backend.createSession(MODEL, CPU);
    expect([...((await again.run(feeds())).outputs['value']?.data ?? [])]).toEqual([30]);
  });

  it('should reject calls when it is terminated while idle, and leave room for a new session', async () => {
    const backend = createNodeBackend();
    const started = nextWorker();
    const session = await backend.createSession(MODEL, CPU);
    await session.run(feeds());
    await (await started).terminate();
    await expect(session.run(feeds())).rejects.toBeInstanceOf(SessionLostError);
    await session.release();
    await using again = await backend.createSession(MODEL, CPU);
    expect([...((await again.run(feeds())).outputs['value']?.data ?? [])]).toEqual([30]);
  });

  it('should not keep the process alive when nothing is asked of it', async () => {
    const { code, stdout, stderr } = await runScript(`${opening(['cpu'])}
      const session = await load();
      const { outputs } = await session.run(feeds);
      console.log(outputs.value.data[0]);`);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '30\n', stderr: '' });
  });

  it('should keep the process alive while a call is under way', async () => {
    const { code, stdout } = await runScript(`${opening(['cpu'])}
      const session = await load();
      void session.run(feeds).then(() => console.log('done'));`);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'done\n' });
  });

  it('should keep the process alive until a release that interrupts a run is done', async () => {
    // In a process that waits for nothing else; once is not enough, since it depends on who is first.
    const { code, stdout } = await runScript(`${opening(['cpu'])}
      for (let i = 0; i < 20; i += 1) {
        const session = await load();
        session.run(feeds).catch(() => undefined);
        await new Promise(setImmediate);
        await session.release();
      }
      console.log('released');`);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'released\n' });
  });

  it.each([
    ['loads', 'void load();'],
    ['runs', 'const s = await load(); for (let i = 0; i < 50; i += 1) void s.run(feeds);'],
  ])('should let the process exit with its own code while it %s', async (_, work) => {
    for (const delayMs of [0, 15, 30, 45, 60]) {
      const { code, stderr } = await runScript(`${opening(['cpu'])}
        process.on('unhandledRejection', () => undefined);
        setTimeout(() => process.exit(7), ${String(delayMs)});
        ${work}`);
      expect({ code, stderr }).toEqual({ code: 7, stderr: '' });
    }
  });

  it('should write nothing to the console when a provider is missing', async () => {
    const { stdout, stderr } = await runScript(`${opening(['cuda', 'cpu'])}
      const session = await load();
      console.log(session.attempts.length);`);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^[12]\n$/);
  });
});
