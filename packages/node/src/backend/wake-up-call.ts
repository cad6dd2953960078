/** Longest time that a woken worker waits for the request it was woken for, in milliseconds. */
const MAX_WAIT_MS = 2;

/**
 * Wakes a worker while its next request is still being prepared. An idle thread needs about 50 µs to come
 * back from its sleep in the event loop; called early, it spends them while the pixels are copied.
 */
export class WakeUpCall {
  /** Shared with the other thread, which builds its own call over it. */
  readonly memory: SharedArrayBuffer;
  readonly #answered: Int32Array;

  constructor(memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#answered = new Int32Array(memory);
  }

  /** The call to send ahead of the next request. */
  get next(): number {
    return Atomics.load(this.#answered, 0);
  }

  /** The request has been sent. */
  answer(): void {
    Atomics.add(this.#answered, 0, 1);
    Atomics.notify(this.#answered, 0);
  }

  /** Blocks until the request for which `call` was made has been sent. */
  wait(call: number): void {
    Atomics.wait(this.#answered, 0, call, MAX_WAIT_MS);
  }
}
