import type { Frame } from '@ocelli/core';
import type { FrameCounts, FrameStream, OpenSourceOptions } from './camera-source.js';
import type { SourceClock } from './source-clock.js';
import type { SourceChange, SourceStatus } from './source-status.js';

/** A frame that is there, and made only when somebody asks for it. Exactly one of the two is called, once. */
export interface PendingFrame {
  /** Rejects when the picture turns out to be damaged: it is dropped then. */
  open(sequence: number): Promise<Frame>;
  discard(): void;
}

/** What a source's producer is given while its stream is open. */
export interface ProducerContext {
  /** Aborted when the stream is closed; the producer then settles soon. */
  readonly signal: AbortSignal;
  readonly clock: SourceClock;
  readonly push: (frame: PendingFrame) => void;
  /** Counts frames that were lost before they could be pushed. */
  readonly drop: (count: number) => void;
  /** Drops what nobody has asked for yet. */
  readonly clear: () => void;
  /** Resolves when every frame pushed has been asked for, or the stream is closed. */
  readonly drained: () => Promise<void>;
  readonly report: (change: SourceChange) => void;
  /** The number that the next frame will have. */
  readonly nextSequence: () => number;
}

/** Makes frames until there are no more; rejects with a CameraSourceError. */
export type Produce = (context: ProducerContext) => Promise<void>;

interface Queued {
  readonly frame: PendingFrame;
  readonly sequence: number;
}

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** What `FrameQueue` needs to know. */
export interface FrameStreamSettings {
  readonly isLive: boolean;
  readonly clock: SourceClock;
  /** The state and cause that a failure ends the stream with. */
  readonly endOf: (error: unknown) => SourceChange;
}

class ProducedStream implements FrameStream {
  status: SourceStatus | undefined;
  readonly #settings: FrameStreamSettings;
  readonly #options: OpenSourceOptions;
  readonly #controller = new AbortController();
  readonly #producer: Promise<void>;
  #queue: Queued[] = [];
  #wakeConsumers: (() => void)[] = [];
  #wakeProducer: (() => void)[] = [];
  #isEnded = false;
  #failure: { readonly error: unknown } | undefined;
  #received = 0;
  #delivered = 0;
  #dropped = 0;

  constructor(produce: Produce, settings: FrameStreamSettings, options: OpenSourceOptions) {
    this.#settings = settings;
    this.#options = options;
    this.#producer = this.#run(produce);
    options.signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (options.signal?.aborted) this.#onAbort();
  }

  readonly #onAbort = (): void => {
    void this.close();
  };

  get counts(): FrameCounts {
    return { received: this.#received, delivered: this.#delivered, dropped: this.#dropped };
  }

  get #isClosed(): boolean {
    return this.#controller.signal.aborted;
  }

  async #run(produce: Produce): Promise<void> {
    // What the producer reports comes after the caller has the stream.
    await Promise.resolve();
    try {
      if (!this.#isClosed) await produce(this.#context());
    } catch (error) {
      if (!this.#isClosed) this.#failure = { error };
    }
    this.#isEnded = true;
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    this.#report(
      this.#failure
        ? this.#settings.endOf(this.#failure.error)
        : { state: 'ended', cause: undefined },
    );
    this.#wake();
  }

  #context(): ProducerContext {
    return {
      signal: this.#controller.signal,
      clock: this.#settings.clock,
      push: (frame) => {
        this.#push(frame);
      },
      drop: (count) => {
        this.#received += count;
        this.#dropped += count;
      },
      clear: () => {
        this.#discardQueue();
      },
      drained: () => this.#drained(),
      report: (change) => {
        this.#report(change);
      },
      nextSequence: () => this.#received,
    };
  }

  #report(change: SourceChange): void {
    this.status = { ...change, atUs: this.#settings.clock.now() * 1000 };
    this.#options.onStatus?.(this.status);
  }

  #push(frame: PendingFrame): void {
    if (this.#isClosed) {
      frame.discard();
      return;
    }
    if (this.#settings.isLive) this.#discardQueue();
    this.#queue.push({ frame, sequence: this.#received });
    this.#received += 1;
    this.#wakeConsumers.shift()?.();
  }

  #discardQueue(): void {
    const queue = this.#queue;
    this.#queue = [];
    this.#dropped += queue.length;
    for (const { frame } of queue) frame.discard();
  }

  async #drained(): Promise<void> {
    while (this.#queue.length > 0 && !this.#isClosed) {
      await new Promise<void>((resolve) => this.#wakeProducer.push(resolve));
    }
  }

  #wake(): void {
    for (const wake of [...this.#wakeConsumers.splice(0), ...this.#wakeProducer.splice(0)]) wake();
  }

  async next(): Promise<IteratorResult<Frame, undefined>> {
    for (;;) {
      if (this.#isClosed) return DONE;
      const queued = this.#queue.shift();
      if (queued !== undefined) {
        const frame = await this.#open(queued);
        if (frame !== undefined) return { done: false, value: frame };
      } else if (this.#isEnded) {
        const failure = this.#failure;
        this.#failure = undefined;
        if (failure !== undefined) throw failure.error;
        return DONE;
      } else {
        await new Promise<void>((resolve) => this.#wakeConsumers.push(resolve));
      }
    }
  }

  async #open({ frame, sequence }: Queued): Promise<Frame | undefined> {
    if (this.#queue.length === 0) for (const wake of this.#wakeProducer.splice(0)) wake();
    try {
      const opened = await frame.open(sequence);
      if (!this.#isClosed) {
        this.#delivered += 1;
        return opened;
      }
      opened.close();
    } catch {
      // One damaged picture is one drop; a source that sends nothing else is found silent by its consumer.
    }
    this.#dropped += 1;
    return undefined;
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    await this.close();
    return DONE;
  }

  async close(): Promise<void> {
    if (!this.#isClosed) {
      this.#controller.abort();
      this.#discardQueue();
      this.#wake();
    }
    await this.#producer;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** Starts a producer and hands its frames on. */
export const createFrameStream = (
  produce: Produce,
  settings: FrameStreamSettings,
  options: OpenSourceOptions,
): FrameStream => new ProducedStream(produce, settings, options);
