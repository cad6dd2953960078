import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';

import type { SessionHost } from '@ocelli/core/runtime';
import { describe, expect, it } from 'vitest';

import { NativeGate } from './native-gate.js';
import { serveHost } from './serve-host.js';
import { WakeUpCall } from './wake-up-call.js';
import type { WorkerReply, WorkerRequest } from './worker-protocol.js';

const FACTS: SessionHost['facts'] = {
  inputs: [],
  outputs: [],
  executionProvider: 'cpu',
  attempts: [],
  maxBatchSize: 1,
};

const hostWith = (parts: Partial<SessionHost>): SessionHost => ({
  facts: FACTS,
  runFeeds: () => Promise.resolve({ outputs: {}, inferenceMs: 0 }),
  runFrames: () => Promise.resolve({ outputs: [], preprocessMs: [], inferenceMs: 0 }),
  forgetSlot: () => undefined,
  release: () => Promise.resolve(),
  ...parts,
});

/** Serves `open` over a channel; gives the other end. */
const serve = (open: () => Promise<SessionHost>) => {
  const { port1, port2 } = new MessageChannel();
  const start = { gateMemory: new NativeGate().memory, wakeUpMemory: new WakeUpCall().memory };
  serveHost(port2, start, open);
  // A port that was not started is not told that the other end closed.
  port1.start();
  const closed = once(port1, 'close');
  return {
    closed,
    send: (request: WorkerRequest) => {
      port1.postMessage(request);
    },
    ask: async (request: WorkerRequest): Promise<WorkerReply> => {
      const reply = once(port1, 'message');
      port1.postMessage(request);
      const [message] = (await reply) as [WorkerReply];
      return message;
    },
  };
};

const LOAD: WorkerRequest = {
  kind: 'load',
  request: { model: { kind: 'file', path: 'm.onnx' }, providers: [], settings: {} },
};

describe('serveHost', () => {
  it('should close its port, which ends the thread, also when the model cannot be released', async () => {
    const host = hostWith({ release: () => Promise.reject(new Error('stuck')) });
    const { ask, send, closed } = serve(() => Promise.resolve(host));
    expect(await ask(LOAD)).toEqual({ kind: 'loaded', facts: FACTS });
    send({ kind: 'release' });
    await closed;
  });

  it('should close its port after a load that failed', async () => {
    const { ask, closed } = serve(() => Promise.reject(new Error('no model')));
    expect(await ask(LOAD)).toMatchObject({ kind: 'failed', error: { message: 'no model' } });
    await closed;
  });

  it('should release a model that was told to go while it was loading', async () => {
    let finish: ((host: SessionHost) => void) | undefined;
    let released = 0;
    const { send, closed } = serve(
      () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    );
    send(LOAD);
    await expect.poll(() => finish).toBeDefined();
    send({ kind: 'release' });
    finish?.(
      hostWith({
        release: () => {
          released += 1;
          return Promise.resolve();
        },
      }),
    );
    await closed;
    expect(released).toBe(1);
  });

  it('should answer a run that fails, and the next', async () => {
    let runs = 0;
    const host = hostWith({
      runFeeds: () => {
        runs += 1;
        return runs === 1
          ? Promise.reject(new Error('bad run'))
          : Promise.resolve({ outputs: {}, inferenceMs: 3 });
      },
    });
    const { ask, send, closed } = serve(() => Promise.resolve(host));
    await ask(LOAD);
    expect(await ask({ kind: 'feeds', feeds: {} })).toMatchObject({ kind: 'failed' });
    expect(await ask({ kind: 'feeds', feeds: {} })).toMatchObject({ run: { inferenceMs: 3 } });
    send({ kind: 'release' });
    await closed;
  });
});
