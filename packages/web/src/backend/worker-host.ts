import { InvalidArgumentError, ModelLoadError, SessionLostError, type Tensor } from '@ocelli/core';
import { type PixelSlot, reviveError, type SessionHost } from '@ocelli/core/runtime';
import { type LoadRequest, type ModelBytes, sourceName } from './load-request.js';
import type { WorkerReply, WorkerRequest } from './worker-protocol.js';

interface Pending {
  readonly resolve: (reply: WorkerReply) => void;
  readonly reject: (error: Error) => void;
}

/** Sends one request at a time to a worker and knows when the worker is gone. */
class WorkerLink {
  readonly #worker: Worker;
  #pending: Pending | undefined;
  #lost: SessionLostError | undefined;

  constructor() {
    // In this form bundlers find the worker.
    this.#worker = new Worker(new URL('./inference-worker.js', import.meta.url), {
      type: 'module',
      name: 'ocelli-inference',
    });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<WorkerReply>) => {
      this.#settle((pending) => {
        if (data.kind === 'failed') pending.reject(reviveError(data.error));
        else pending.resolve(data);
      });
    });
    this.#worker.addEventListener('error', (event) => {
      // What the worker threw is reported here and not to the page's console.
      event.preventDefault();
      const { message } = event as Partial<ErrorEvent>;
      this.#lose(
        message === undefined || message === ''
          ? 'its worker cannot be started: inference-worker.js of @ocelli/web is not served, or the page forbids workers'
          : `its worker failed: ${message}`,
      );
    });
    this.#worker.addEventListener('messageerror', () => {
      this.#lose('an answer of its worker cannot be read');
    });
  }

  /**
   * Sends `request` before it returns; the promise is of the reply.
   *
   * @throws InvalidArgumentError at once when it holds something that cannot be sent, such as a function.
   */
  ask(request: WorkerRequest, transfer: readonly Transferable[] = []): Promise<WorkerReply> {
    if (this.#lost !== undefined) return Promise.reject(this.#lost);
    try {
      this.#worker.postMessage(request, [...transfer]);
    } catch (cause) {
      throw new InvalidArgumentError({
        argument: 'input',
        expected: 'plain data, which another thread can be sent',
        actual: cause instanceof Error ? cause.message : String(cause),
        cause,
      });
    }
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
    });
  }

  /** Ends the worker at once, whatever it does, and with it all that it holds. */
  end(): void {
    this.#lose('it was released');
  }

  #lose(reason: string): void {
    this.#worker.terminate();
    const lost = new SessionLostError({ reason });
    this.#lost ??= lost;
    this.#settle((pending) => {
      pending.reject(lost);
    });
  }

  #settle(settle: (pending: Pending) => void): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending !== undefined) settle(pending);
  }
}

const unexpected = (reply: WorkerReply): Error =>
  new SessionLostError({ reason: `its worker answered with "${reply.kind}"` });

const buffersOf = (feeds: Readonly<Record<string, Tensor>>): ArrayBuffer[] =>
  Object.values(feeds).map(({ data }) => data.buffer);

const isShared = ({ bytes }: PixelSlot): boolean => !(bytes.buffer instanceof ArrayBuffer);

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
      const slots = inputs.map(({ slot }) => slot).filter(({ id }) => !sentSlots.has(id));
      const asked = link.ask({ kind: 'frames', frames, slots, forgottenSlots });
      // Noted only now: what could not be sent is not known over there.
      for (const slot of slots) if (isShared(slot)) sentSlots.add(slot.id);
      forgottenSlots = [];
      const reply = await asked;
      if (reply.kind !== 'frames') throw unexpected(reply);
      return reply.run;
    },
    forgetSlot: ({ id }) => {
      sentSlots.delete(id);
      forgottenSlots.push(id);
    },
    release: () => {
      link.end();
      return Promise.resolve();
    },
  };
};

/** The model in memory of its own, to hand over: exactly the bytes it has, also of a larger buffer. */
const ownedModel = (model: ModelBytes): { model: ModelBytes; transfer: ArrayBuffer[] } => {
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
 * Loads a model in a worker of its own. What fails in it takes no other session with it, and its memory
 * is given back when it ends.
 *
 * @throws what loading threw in the worker, ModelLoadError when the worker cannot be started or died, or
 * the signal's reason, at once.
 */
export const openWorkerHost = async (
  request: LoadRequest,
  signal?: AbortSignal,
): Promise<SessionHost> => {
  signal?.throwIfAborted();
  const { model, transfer } = ownedModel(request.model);
  const link = new WorkerLink();
  const abort = (): void => {
    link.end();
  };
  signal?.addEventListener('abort', abort);
  try {
    const reply = await link.ask({ kind: 'load', request: { ...request, model } }, transfer);
    if (reply.kind !== 'loaded') throw unexpected(reply);
    return hostOver(link, reply.facts);
  } catch (error) {
    link.end();
    signal?.throwIfAborted();
    if (!SessionLostError.isInstance(error)) throw error;
    throw new ModelLoadError({
      source: sourceName(request.model),
      reason: error.reason,
      remedy:
        'Serve the folder dist of @ocelli/web unchanged, and allow workers from the own origin.',
      cause: error,
    });
  } finally {
    signal?.removeEventListener('abort', abort);
  }
};
