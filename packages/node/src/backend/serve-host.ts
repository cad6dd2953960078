import type { MessagePort } from 'node:worker_threads';
import type { Tensor } from '@ocelli/core';
import { type FrameInput, serialiseError, type SessionHost } from '@ocelli/core/runtime';
import type { LoadRequest } from './load-request.js';
import { NativeGate } from './native-gate.js';
import type { openNodeHost } from './open-node-host.js';
import { WakeUpCall } from './wake-up-call.js';
import type { WorkerReply, WorkerRequest, WorkerStart } from './worker-protocol.js';

type FramesRequest = Extract<WorkerRequest, { kind: 'frames' }>;
type RunRequest = Extract<WorkerRequest, { kind: 'feeds' | 'frames' }>;

/** Memory of the outputs, to hand over without a copy. */
const buffersOf = (runs: Runs): ArrayBuffer[] => [
  ...new Set(runs.flatMap((run) => Object.values(run).map(({ data }) => data.buffer))),
];

/** Slots by id; the main thread says when each comes and goes. */
const createFrameReader = (): ((request: FramesRequest) => FrameInput[]) => {
  const slots = new Map<number, Uint8Array>();
  return ({ frames, newSlots, forgottenSlots }) => {
    for (const id of forgottenSlots) slots.delete(id);
    for (const { id, bytes } of newSlots) slots.set(id, bytes);
    return frames.map(({ slotId, content }) => {
      const bytes = slots.get(slotId);
      if (bytes === undefined) throw new Error(`slot ${String(slotId)} was never sent`);
      return { slot: { id: slotId, bytes }, content };
    });
  };
};

type Runs = readonly Readonly<Record<string, Tensor>>[];

const createAnswer = (
  host: SessionHost,
): ((request: RunRequest) => Promise<{ reply: WorkerReply; outputs: Runs }>) => {
  const readFrames = createFrameReader();
  return async (request) => {
    if (request.kind === 'feeds') {
      const run = await host.runFeeds(request.feeds);
      return { reply: { kind: 'feeds', run }, outputs: [run.outputs] };
    }
    const run = await host.runFrames(readFrames(request));
    return { reply: { kind: 'frames', run }, outputs: run.outputs };
  };
};

/**
 * Answers the requests that come through `port`: loads a model with `open`, runs it, and closes the port
 * when it is told to release, which ends the thread.
 */
export const serveHost = (
  port: MessagePort,
  start: WorkerStart,
  open: typeof openNodeHost,
): void => {
  const gate = new NativeGate(start.gateMemory);
  const wakeUp = new WakeUpCall(start.wakeUpMemory);
  const loading = new AbortController();
  let host: SessionHost | undefined;
  let answer: ReturnType<typeof createAnswer> | undefined;
  const post = (reply: WorkerReply, outputs: Runs = []): void => {
    port.postMessage(reply, buffersOf(outputs));
  };

  const load = async (request: LoadRequest): Promise<void> => {
    try {
      host = await open(request, loading.signal);
      answer = createAnswer(host);
      post({ kind: 'loaded', facts: host.facts });
    } catch (error) {
      post({ kind: 'failed', error: serialiseError(error) });
      port.close();
    }
  };
  const run = async (request: RunRequest): Promise<void> => {
    if (answer === undefined) return;
    try {
      const { reply, outputs } = await answer(request);
      post(reply, outputs);
    } catch (error) {
      post({ kind: 'failed', error: serialiseError(error) });
    }
  };
  const release = async (): Promise<void> => {
    try {
      await host?.release();
    } catch {
      // The thread ends with everything it holds, whatever ONNX Runtime has to say.
    } finally {
      port.close();
    }
  };
  const handle = async (message: Exclude<WorkerRequest, { kind: 'expect' }>): Promise<void> => {
    if (!gate.enter()) return;
    try {
      if (message.kind === 'load') await load(message.request);
      else if (message.kind === 'release') await release();
      else await run(message);
    } finally {
      gate.leave();
    }
  };

  // One after the other: a release that arrives with a run waits for it.
  let handled: Promise<void> = Promise.resolve();
  port.on('message', (message: WorkerRequest) => {
    if (message.kind === 'expect') {
      wakeUp.wait(message.call);
      return;
    }
    if (message.kind === 'release') loading.abort();
    handled = handled.then(() => handle(message));
  });
};
