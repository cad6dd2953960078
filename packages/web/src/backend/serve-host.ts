import { SessionLostError, type Tensor } from '@ocelli/core';
import { type FrameInput, serialiseError } from '@ocelli/core/runtime';
import type { openWebHost, WebHost } from './open-web-host.js';
import type { WorkerReply, WorkerRequest } from './worker-protocol.js';

/** The part of a worker's global scope, or of a message port, that is used here. */
export interface HostPort {
  postMessage(message: WorkerReply, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: { data: WorkerRequest }) => void): void;
}

type FramesRequest = Extract<WorkerRequest, { kind: 'frames' }>;
type Runs = readonly Readonly<Record<string, Tensor>>[];

/** Memory of the outputs, to hand over without a copy. */
const buffersOf = (runs: Runs): ArrayBuffer[] => [
  ...new Set(runs.flatMap((run) => Object.values(run).map(({ data }) => data.buffer))),
];

/** Slots by id; the main thread says when each comes and goes. */
const createFrameReader = (): ((request: FramesRequest) => FrameInput[]) => {
  const known = new Map<number, Uint8Array>();
  return ({ frames, slots, forgottenSlots }) => {
    for (const id of forgottenSlots) known.delete(id);
    for (const { id, bytes } of slots) known.set(id, bytes);
    return frames.map(({ slotId, content }) => {
      const bytes = known.get(slotId);
      if (bytes === undefined) throw new Error(`slot ${String(slotId)} was never sent`);
      return { slot: { id: slotId, bytes }, content };
    });
  };
};

/** Answers the requests that come through `port`: loads a model with `open`, then runs it. */
export const serveHost = (port: HostPort, open: typeof openWebHost): void => {
  let opened: WebHost | undefined;
  const readFrames = createFrameReader();

  const answer = async (request: WorkerRequest): Promise<{ reply: WorkerReply; outputs: Runs }> => {
    if (request.kind === 'load') {
      opened = await open(request.request);
      return { reply: { kind: 'loaded', facts: opened.host.facts }, outputs: [] };
    }
    if (opened === undefined) throw new SessionLostError({ reason: 'no model was loaded' });
    if (request.kind === 'feeds') {
      const run = await opened.host.runFeeds(request.feeds);
      return { reply: { kind: 'feeds', run }, outputs: [run.outputs] };
    }
    const run = await opened.host.runFrames(readFrames(request));
    return { reply: { kind: 'frames', run }, outputs: run.outputs };
  };
  const handle = async (request: WorkerRequest): Promise<void> => {
    try {
      const { reply, outputs } = await answer(request);
      port.postMessage(reply, buffersOf(outputs));
    } catch (failure) {
      const reason = opened?.lostReason(failure);
      const error =
        reason === undefined ? failure : new SessionLostError({ reason, cause: failure });
      port.postMessage({ kind: 'failed', error: serialiseError(error) }, []);
    }
  };
  port.addEventListener('message', ({ data }) => void handle(data));
};
