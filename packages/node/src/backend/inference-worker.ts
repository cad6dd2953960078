import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { Tensor } from '@ocelli/core';
import { type FrameInput, serialiseError, type SessionHost } from '@ocelli/core/runtime';
import { NativeGate } from './native-gate.js';
import { openNodeHost } from './open-node-host.js';
import { WakeUpCall } from './wake-up-call.js';
import type { WorkerReply, WorkerRequest, WorkerStart } from './worker-protocol.js';

type FramesRequest = Extract<WorkerRequest, { kind: 'frames' }>;

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
    return frames.map(({ slotId, pixels, options }) => {
      const bytes = slots.get(slotId);
      if (bytes === undefined) throw new Error(`slot ${String(slotId)} was never sent`);
      return { slot: { id: slotId, bytes }, pixels: { ...pixels, data: bytes }, options };
    });
  };
};

type Runs = readonly Readonly<Record<string, Tensor>>[];

const createAnswer = (
  host: SessionHost,
): ((
  request: Exclude<WorkerRequest, { kind: 'release' | 'expect' }>,
) => Promise<{ reply: WorkerReply; outputs: Runs }>) => {
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

/** Loads the model, then answers requests until it is told to release; closing the port ends the thread. */
const serve = async (port: MessagePort, start: WorkerStart): Promise<void> => {
  const { request } = start;
  const gate = new NativeGate(start.gateMemory);
  const wakeUp = new WakeUpCall(start.wakeUpMemory);
  const loading = new AbortController();
  const post = (reply: WorkerReply, outputs: Runs = []): void => {
    port.postMessage(reply, buffersOf(outputs));
  };
  const abortLoading = (): void => {
    loading.abort();
  };
  port.on('message', abortLoading);
  let host: SessionHost;
  if (!gate.enter()) return;
  try {
    host = await openNodeHost(request, loading.signal);
    if (loading.signal.aborted) {
      await host.release();
      port.close();
      return;
    }
  } catch (error) {
    post({ kind: 'failed', error: serialiseError(error) });
    port.close();
    return;
  } finally {
    gate.leave();
  }
  const answer = createAnswer(host);
  const handle = async (message: Exclude<WorkerRequest, { kind: 'expect' }>): Promise<void> => {
    if (!gate.enter()) return;
    try {
      if (message.kind === 'release') {
        await host.release();
        port.close();
        return;
      }
      const { reply, outputs } = await answer(message);
      post(reply, outputs);
    } catch (error) {
      post({ kind: 'failed', error: serialiseError(error) });
    } finally {
      gate.leave();
    }
  };
  port.off('message', abortLoading);
  // One after the other: a release that arrives with a run waits for it.
  let handled: Promise<void> = Promise.resolve();
  port.on('message', (message: WorkerRequest) => {
    if (message.kind === 'expect') {
      wakeUp.wait(message.call);
      return;
    }
    handled = handled.then(() => handle(message));
  });
  post({ kind: 'loaded', facts: host.facts });
};

if (parentPort !== null) void serve(parentPort, workerData as WorkerStart);
