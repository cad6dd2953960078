import { Worker } from 'node:worker_threads';
import { ReleasedError } from '@ocelli/core';
import { reviveError, TRANSPORTED_ERRORS } from '@ocelli/core/runtime';
import { ImageDecodeError } from '@ocelli/node';
import type { MadeBatch } from '../../data/create-batch-maker.js';
import { DatasetError } from '../../data/dataset-error.js';
import type { BatchReply, BatchRequest, BatchWorkerStart } from './batch-worker-protocol.js';
import { DataWorkerError } from './data-worker-error.js';

/** What a worker can throw, to be restored as its class. */
const ERROR_CLASSES = [...TRANSPORTED_ERRORS, DatasetError, ImageDecodeError];

/** A batch that is on its way. */
export interface BatchJob {
  readonly batch: Promise<MadeBatch>;
  /** Lets go of it; the promise may stay open. */
  cancel(): void;
}

interface PendingJob {
  readonly resolve: (made: MadeBatch) => void;
  readonly reject: (error: Error) => void;
}

/** One worker, and the batches that it owes. */
class BatchWorker {
  readonly #worker: Worker;
  readonly #pending = new Map<number, PendingJob>();
  readonly #ended: Promise<void>;
  #lost: Error | undefined;
  #nextId = 0;

  constructor(start: BatchWorkerStart) {
    // By the package's own name for it, which holds for its sources and for what is built of them.
    this.#worker = new Worker(new URL(import.meta.resolve('#batch-worker')), {
      workerData: start,
      name: 'ocelli-batches',
      // The process's own flags are for its entry, not for this file.
      execArgv: [],
    });
    this.#worker.unref();
    this.#worker.on('message', (reply: BatchReply) => {
      this.#settle(reply);
    });
    let crash: unknown;
    this.#worker.on('error', (error) => {
      crash = error;
    });
    this.#ended = new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        const reason =
          crash instanceof Error ? crash.message : `it ended with exit code ${String(code)}`;
        this.#lost ??= new DataWorkerError({ reason, cause: crash });
        this.#rejectAll(this.#lost);
        resolve();
      });
    });
  }

  get owed(): number {
    return this.#pending.size;
  }

  make(epoch: number, step: number): BatchJob {
    const id = this.#nextId;
    this.#nextId += 1;
    const batch = new Promise<MadeBatch>((resolve, reject) => {
      if (this.#lost !== undefined) {
        reject(this.#lost);
        return;
      }
      this.#pending.set(id, { resolve, reject });
      this.#send({ kind: 'make', id, epoch, step });
    });
    // It may fail before anybody waits for it.
    batch.catch(() => undefined);
    return {
      batch,
      cancel: () => {
        if (this.#pending.delete(id)) this.#send({ kind: 'cancel', ids: [id] });
      },
    };
  }

  /** Keeps the process alive, or no longer does. */
  hold(isHeld: boolean): void {
    if (isHeld) this.#worker.ref();
    else this.#worker.unref();
  }

  async release(): Promise<void> {
    if (this.#lost === undefined) {
      this.#lost = new ReleasedError({ what: 'batch source' });
      this.#rejectAll(this.#lost);
      this.#worker.ref();
      this.#send({ kind: 'release' });
    }
    await this.#ended;
  }

  #send(request: BatchRequest): void {
    this.#worker.postMessage(request);
  }

  #settle(reply: BatchReply): void {
    const job = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (job === undefined) return;
    if (reply.kind === 'failed') {
      job.reject(reviveError(reply.error, ERROR_CLASSES));
      return;
    }
    const unreadable = reply.unreadable.map((one) => ({
      ...one,
      error: reviveError(one.error, ERROR_CLASSES),
    }));
    job.resolve({ batch: reply.batch, unreadable });
  }

  #rejectAll(error: Error): void {
    for (const job of this.#pending.values()) job.reject(error);
    this.#pending.clear();
  }
}

/** Threads that make batches. */
export interface BatchWorkerPool {
  /** Has the least busy worker make a batch. */
  make(epoch: number, step: number): BatchJob;
  /** Keeps the process alive while `work` goes on; workers alone do not. */
  during<T>(work: Promise<T>): Promise<T>;
  /** Waits until all workers have ended; idempotent. Batches on their way reject with ReleasedError. */
  release(): Promise<void>;
}

/** Starts `count` workers. */
export const createBatchWorkerPool = (count: number, start: BatchWorkerStart): BatchWorkerPool => {
  const workers = Array.from({ length: count }, () => new BatchWorker(start));
  let waiting = 0;
  const hold = (change: 1 | -1) => {
    waiting += change;
    for (const worker of workers) worker.hold(waiting > 0);
  };
  return {
    make: (epoch, step) =>
      workers
        .reduce((least, worker) => (worker.owed < least.owed ? worker : least))
        .make(epoch, step),
    during: async (work) => {
      hold(1);
      try {
        return await work;
      } finally {
        hold(-1);
      }
    },
    release: async () => {
      await Promise.all(workers.map((worker) => worker.release()));
    },
  };
};
