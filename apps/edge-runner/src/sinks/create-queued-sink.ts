import { setTimeout as sleep } from 'node:timers/promises';
import { abortable } from '../abortable.js';
import type { RunnerEvent } from '../events/runner-event.js';
import type { Logger } from '../log/logger.js';
import { DeliveryError, type EventSink, type SinkStatus } from './event-sink.js';

export interface QueuedSinkOptions {
  readonly kind: SinkStatus['kind'];
  readonly target: string;
  /** Events that may wait; the oldest makes room for one more. */
  readonly capacity: number;
  /** Delivers one event, or rejects; the next one comes when it has settled. */
  readonly deliver: (event: RunnerEvent, signal: AbortSignal) => Promise<void>;
  readonly close?: () => Promise<void>;
  readonly logger: Logger;
  /** In [0, 1). */
  readonly random: () => number;
  /** Delay before the second attempt, in milliseconds; it doubles with each. Default 500. */
  readonly firstRetryMs?: number;
  /** Default 30,000. */
  readonly maxRetryMs?: number;
}

class QueuedSink implements EventSink {
  readonly #options: QueuedSinkOptions;
  readonly #controller = new AbortController();
  readonly #queue: RunnerEvent[] = [];
  #worker: Promise<void> = Promise.resolve();
  #isWorking = false;
  #closed: Promise<void> | undefined;
  #cause: string | undefined;
  #delivered = 0;
  #dropped = 0;
  #refused = 0;
  #reportedDrops = 0;

  constructor(options: QueuedSinkOptions) {
    this.#options = options;
  }

  write(event: RunnerEvent): void {
    if (this.#closed !== undefined) {
      this.#dropped += 1;
      return;
    }
    this.#queue.push(event);
    if (this.#queue.length > this.#options.capacity) {
      // The first one is on its way; the oldest that waits goes.
      this.#queue.splice(1, 1);
      this.#dropped += 1;
    }
    if (!this.#isWorking) this.#worker = this.#work();
  }

  status(): SinkStatus {
    const { kind, target } = this.#options;
    return {
      kind,
      target,
      state: this.#cause === undefined ? 'ok' : 'failing',
      ...(this.#cause !== undefined && { cause: this.#cause }),
      delivered: this.#delivered,
      dropped: this.#dropped,
      refused: this.#refused,
      queued: this.#queue.length,
    };
  }

  async flush(signal: AbortSignal): Promise<void> {
    if (!this.#isWorking || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        signal.removeEventListener('abort', end);
        resolve();
      };
      signal.addEventListener('abort', end);
      void this.#worker.finally(end);
    });
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#controller.abort();
    await this.#worker;
    this.#dropped += this.#queue.length;
    this.#queue.length = 0;
    await this.#options.close?.();
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    try {
      await this.#deliverAll();
    } finally {
      this.#isWorking = false;
    }
  }

  async #deliverAll(): Promise<void> {
    const { signal } = this.#controller;
    let attempts = 0;
    for (let event = this.#queue[0]; event !== undefined; event = this.#queue[0]) {
      if (signal.aborted) return;
      try {
        await abortable(this.#options.deliver(event, signal), signal);
        this.#delivered += 1;
        this.#recover();
      } catch (error) {
        if (signal.aborted) return;
        attempts += 1;
        if (!(error instanceof DeliveryError && error.isFinal)) {
          await this.#backOff(error, attempts, signal);
          continue;
        }
        this.#refused += 1;
        this.#report('event refused', error);
      }
      attempts = 0;
      this.#queue.shift();
    }
  }

  #recover(): void {
    if (this.#cause === undefined) return;
    this.#cause = undefined;
    const { kind, target, logger } = this.#options;
    const dropped = this.#dropped - this.#reportedDrops;
    this.#reportedDrops = this.#dropped;
    logger.log(dropped > 0 ? 'warn' : 'info', 'sink works again', { sink: kind, target, dropped });
  }

  async #backOff(error: unknown, attempts: number, signal: AbortSignal): Promise<void> {
    const { firstRetryMs = 500, maxRetryMs = 30_000, random } = this.#options;
    if (this.#cause === undefined) this.#report('sink fails; events wait', error);
    this.#cause = error instanceof Error ? error.message : String(error);
    const full = Math.min(maxRetryMs, firstRetryMs * 2 ** Math.min(attempts - 1, 20));
    await sleep(full * (0.5 + random() / 2), undefined, { signal }).catch(() => undefined);
  }

  #report(message: string, error: unknown): void {
    const { kind, target, logger } = this.#options;
    const cause = error instanceof Error ? error.message : String(error);
    logger.log('warn', message, { sink: kind, target, error: cause });
  }
}

/**
 * Makes a sink that delivers events one after the other, in their order, and again until it works: with exponential
 * back-off and, where too many wait, without the oldest ones, which are counted.
 */
export const createQueuedSink = (options: QueuedSinkOptions): EventSink => new QueuedSink(options);
