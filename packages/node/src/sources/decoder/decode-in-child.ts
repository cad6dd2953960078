import { type ChildProcess, fork } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { fileURLToPath } from 'node:url';
import { createFrame } from '@ocelli/core';
import { CameraSourceError } from '../camera-source-error.js';
import type { PendingFrame, Produce, ProducerContext } from '../frame-stream.js';
import {
  type DecoderAnswer,
  type DecoderInput,
  type DecoderRequest,
  type StoredFrame,
} from './decoder-protocol.js';
import { FrameStore } from './frame-store.js';

/** How long a decoder may take to say goodbye to its camera before it is killed. */
const GOODBYE_MS = 400;

const startProcess = (store: FrameStore): ChildProcess =>
  fork(fileURLToPath(new URL('./decoder-process.js', import.meta.url)), [], {
    // Its output is nobody's: FFmpeg writes addresses with passwords into its log.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc', store.fd],
    serialization: 'advanced',
    execArgv: [],
  });

/** A frame in the store of a decoder that may be gone by the time somebody wants it. */
const pendingFrame = (
  stored: StoredFrame,
  store: FrameStore,
  release: () => void,
): PendingFrame => {
  store.hold();
  const done = (): void => {
    release();
    store.leave();
  };
  return {
    discard: done,
    open: async (sequence) => {
      const { slot, byteLength, ...layout } = stored;
      try {
        const data = await store.read(slot, byteLength);
        const onClose = (): void => {
          store.recycle(data);
        };
        return createFrame({ ...layout, data, sequence, onClose });
      } finally {
        done();
      }
    },
  };
};

/** FFmpeg says of a name that it cannot resolve only that reading failed. */
const explainHost = async (source: string, url: string, fault: CameraSourceError) => {
  if (fault.reason !== 'unreadable' || !URL.canParse(url)) return fault;
  const { hostname } = new URL(url);
  if (hostname === '') return fault;
  try {
    await lookup(hostname.replace(/^\[|\]$/g, ''));
    return fault;
  } catch (cause) {
    const detail = `there is no host ${hostname}`;
    return new CameraSourceError({ source, reason: 'unknown-host', detail, cause });
  }
};

/** The end of a process that has not said why. */
const crashed = (source: string, code: number | null, signal: string | null) =>
  new CameraSourceError({
    source,
    reason: 'decoder-crashed',
    detail: `the decoder process died of ${signal ?? `exit code ${String(code)}`}`,
  });

type Outcome = { readonly kind: 'ended' } | { readonly kind: 'failed'; error: CameraSourceError };

/** Takes the frames of a running decoder until it is done, dead or not wanted any more. */
const takeFrames = (
  child: ChildProcess,
  store: FrameStore,
  source: string,
  context: ProducerContext,
): Promise<Outcome | undefined> => {
  const tell = (request: DecoderRequest): void => {
    // A dead process needs no messages.
    if (child.connected) child.send(request, () => undefined);
  };
  return new Promise((resolve) => {
    let outcome: Outcome | undefined;
    let killer: NodeJS.Timeout | undefined;
    const stop = (): void => {
      tell({ kind: 'close' });
      killer = setTimeout(() => child.kill('SIGKILL'), GOODBYE_MS);
    };
    child.on('message', (answer: DecoderAnswer) => {
      if (answer.kind === 'failed') {
        const { reason, detail } = answer;
        outcome = { kind: 'failed', error: new CameraSourceError({ source, reason, detail }) };
        return;
      }
      if (answer.dropped > 0) context.drop(answer.dropped);
      if (answer.kind === 'ended') {
        outcome = { kind: 'ended' };
        return;
      }
      const { frame } = answer;
      const release = (): void => {
        tell({ kind: 'release', slot: frame.slot });
      };
      context.push(pendingFrame(frame, store, release));
    });
    const finish = (error: CameraSourceError): void => {
      context.signal.removeEventListener('abort', stop);
      clearTimeout(killer);
      if (context.signal.aborted) resolve(undefined);
      else resolve(outcome ?? { kind: 'failed', error });
    };
    // After `exit` no message follows that was sent before it: those come first.
    child.once('close', (code, signal) => {
      finish(crashed(source, code, signal));
    });
    child.once('error', (cause) => {
      const detail = 'the decoder process cannot be started';
      finish(new CameraSourceError({ source, reason: 'decoder-crashed', detail, cause }));
    });
    context.signal.addEventListener('abort', stop, { once: true });
    if (context.signal.aborted) stop();
  });
};

/**
 * Decodes an input in a process of its own, so that neither a crash nor a hang of the decoder reaches this one.
 * Resolves when the input has ended, or when the signal is aborted and the process is gone.
 *
 * @throws CameraSourceError when the input cannot be opened or decoded, or the process dies.
 */
export const decodeInChild =
  (input: DecoderInput, source: string): Produce =>
  async (context) => {
    const store = new FrameStore();
    try {
      const child = startProcess(store);
      const outcome = takeFrames(child, store, source, context);
      if (child.pid !== undefined) {
        const request: DecoderRequest = { kind: 'open', input };
        child.send(request, () => undefined);
      }
      const end = await outcome;
      if (end?.kind === 'failed') throw await explainHost(source, input.url, end.error);
    } finally {
      store.leave();
    }
  };
