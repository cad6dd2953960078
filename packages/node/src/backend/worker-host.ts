import { Worker } from 'node:worker_threads';
import {
  InvalidArgumentError,
  ModelLoadError,
  type ModelSource,
  SessionLostError,
  type Tensor,
} from '@ocelli/core';
import {
  type PixelSlot,
  reviveError,
  type SessionHost,
  TRANSPORTED_ERRORS,
} from '@ocelli/core/runtime';
import { MalformedModelError } from '@ocelli/onnx';
import type { LoadRequest } from './load-request.js';
import { sourceName } from './model-source.js';
import { guardProcessExit, NativeGate } from './native-gate.js';
import { WakeUpCall } from './wake-up-call.js';
import type { WorkerReply, WorkerRequest, WorkerStart } from './worker-protocol.js';

/** What a worker can throw, to be restored as its class. */
const ERROR_CLASSES = [...TRANSPORTED_ERRORS, MalformedModelError];

/** Sends one request at a time to a worker and knows when the worker is gone. */
class WorkerLink {
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  readonly #wakeUp = new WakeUpCall();
  #pending: { resolve: (reply: WorkerReply) => void; reject: (error: Error) => void } | undefined;
  #lost: SessionLostError | undefined;
  #isReleasing = false;

  constructor() {
    const gate = new NativeGate();
    const start: WorkerStart = { gateMemory: gate.memory, wakeUpMemory: this.#wakeUp.memory };
    this.#worker = new Worker(new URL('./inference-worker.js', import.meta.url), {
      workerData: start,
      name: 'ocelli-inference',
      // The process's own flags are for its entry (`--input-type`, `--import` of a loader), not for this file.
      execArgv: [],
    });
    const unguardExit = guardProcessExit(gate);
    this.#worker.on('message', (reply: WorkerReply) => {
      this.#settle((pending) => {
        if (reply.kind === 'failed') pending.reject(reviveError(reply.error, ERROR_CLASSES));
        else pending.resolve(reply);
      });
    });
    let crash: unknown;
    this.#worker.on('error', (error) => {
      crash = error;
    });
    this.#ended = new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        unguardExit();
        const reason =
          crash instanceof Error
            ? `its worker failed: ${crash.message}`
            : `its worker ended with exit code ${String(code)}`;
        const lost = new SessionLostError({ reason, cause: crash });
        this.#lost = lost;
        this.#settle((pending) => {
          pending.reject(lost);
        });
        resolve();
      });
    });
  }

  /**
   * Sends `request` before it returns; the promise is of the reply.
   *
   * @throws InvalidArgumentError at once when it holds something that cannot be sent, such as a function.
   */
  ask(request: WorkerRequest, transfer: readonly ArrayBuffer[] = []): Promise<WorkerReply> {
    if (this.#lost !== undefined) return Promise.reject(this.#lost);
    try {
      this.#worker.postMessage(request, transfer);
    } catch (cause) {
      throw new InvalidArgumentError({
        argument: 'input',
        expected: 'plain data, which another thread can be sent',
        actual: cause instanceof Error ? cause.message : String(cause),
        cause,
      });
    }
    this.#wakeUp.answer();
    // Only a call that is under way keeps the process alive.
    this.#worker.ref();
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
    });
  }

  /** Wakes the worker for a request that `ask` will bring in a moment. */
  expect(): void {
    if (this.#lost !== undefined) return;
    const request: WorkerRequest = { kind: 'expect', call: this.#wakeUp.next };
    this.#worker.postMessage(request);
  }

  /** Lets the worker finish what it does, free the model and end. */
  async release(): Promise<void> {
    if (this.#lost === undefined) {
      this.#isReleasing = true;
      this.#worker.ref();
      const request: WorkerRequest = { kind: 'release' };
      this.#worker.postMessage(request);
    }
    await this.#ended;
  }

  /**
   * Gives up on loading: the worker ends when ONNX Runtime returns. Never `terminate()`, which aborts the
   * whole process when it interrupts ONNX Runtime.
   */
  abandon(): void {
    const request: WorkerRequest = { kind: 'release' };
    this.#worker.postMessage(request);
    this.#worker.unref();
  }

  #settle(
    settle: (pending: {
      resolve: (reply: WorkerReply) => void;
      reject: (error: Error) => void;
    }) => void,
  ): void {
    const pending = this.#pending;
    this.#pending = undefined;
    // A release keeps the process alive until the worker has ended, also past the reply of a last run.
    if (!this.#isReleasing) this.#worker.unref();
    if (pending !== undefined) settle(pending);
  }
}

const unexpected = (reply: WorkerReply): Error =>
  new SessionLostError({ reason: `its worker answered with "${reply.kind}"` });

const buffersOf = (feeds: Readonly<Record<string, Tensor>>): ArrayBuffer[] =>
  Object.values(feeds).map(({ data }) => data.buffer);

const hostOver = (link: WorkerLink, facts: SessionHost['facts']): SessionHost => {
  const sentSlots = new Set<number>();
  let forgottenSlots: number[] = [];

  return {
    facts,
    runFeeds: async (feeds) => {
      const reply = await link.ask({ kind: 'feeds', feeds }, buffersOf(feeds));
      if (reply.kind !== 'feeds') throw unexpected(reply);
      return reply.run;
    },
    runFrames: async (inputs) => {
      const frames = inputs.map(({ slot, content }) => ({ slotId: slot.id, content }));
      const newSlots = inputs.map(({ slot }) => slot).filter(({ id }) => !sentSlots.has(id));
      const asked = link.ask({ kind: 'frames', frames, newSlots, forgottenSlots });
      // Noted only now: what could not be sent is not known over there.
      for (const { id } of newSlots) sentSlots.add(id);
      forgottenSlots = [];
      const reply = await asked;
      if (reply.kind !== 'frames') throw unexpected(reply);
      return reply.run;
    },
    expectFrame: () => {
      link.expect();
    },
    forgetSlot: ({ id }: PixelSlot) => {
      if (sentSlots.delete(id)) forgottenSlots.push(id);
    },
    release: () => link.release(),
  };
};

/** The model in memory of its own, to hand over: exactly the bytes it has, also of a larger buffer. */
const ownedModel = (model: ModelSource): { model: ModelSource; transfer: ArrayBuffer[] } => {
  if (model.kind === 'file') return { model, transfer: [] };
  const bytes = new Uint8Array(model.bytes);
  const externalData = (model.externalData ?? []).map((file) => ({
    path: file.path,
    bytes: new Uint8Array(file.bytes),
  }));
  return {
    model: { kind: 'bytes', bytes, externalData },
    transfer: [bytes.buffer, ...externalData.map((file) => file.bytes.buffer)],
  };
};

/**
 * Loads a model in a worker of its own. Its memory is given back when it ends, a failure of JavaScript in
 * it takes no other session with it, and two sessions do not wait for each other. A crash inside ONNX
 * Runtime's native code ends the whole process, as it does on the main thread.
 *
 * @throws what loading threw in the worker, ModelLoadError when the worker died of it, or the signal's
 * reason (at once; the worker ends as soon as ONNX Runtime lets it).
 */
export const openWorkerHost = async (
  request: LoadRequest,
  signal?: AbortSignal,
): Promise<SessionHost> => {
  signal?.throwIfAborted();
  const { model, transfer } = ownedModel(request.model);
  const link = new WorkerLink();
  let abort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the caller's reason
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort);
  });
  try {
    const reply = await Promise.race([
      link.ask({ kind: 'load', request: { ...request, model } }, transfer),
      aborted,
    ]);
    if (reply.kind !== 'loaded') throw unexpected(reply);
    return hostOver(link, reply.facts);
  } catch (error) {
    link.abandon();
    if (!SessionLostError.isInstance(error)) throw error;
    throw new ModelLoadError({
      source: sourceName(request.model),
      reason: error.reason,
      remedy: 'See the cause; where memory ran out, load a smaller model.',
      cause: error,
    });
  } finally {
    if (abort !== undefined) signal?.removeEventListener('abort', abort);
  }
};
