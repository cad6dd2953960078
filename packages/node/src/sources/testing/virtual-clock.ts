import type { SourceClock } from '../source-clock.js';

interface Sleeper {
  readonly untilMs: number;
  readonly wake: () => void;
}

/** A clock that stands still until it is told to go on. */
export class VirtualClock implements SourceClock {
  #nowMs = 0;
  #sleepers: Sleeper[] = [];

  now(): number {
    return this.#nowMs;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const sleeper = { untilMs: this.#nowMs + milliseconds, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(new Error('aborted'));
      });
    });
  }

  /** Goes on by so many milliseconds, and wakes who is due on the way. */
  async advance(milliseconds: number): Promise<void> {
    const endMs = this.#nowMs + milliseconds;
    for (;;) {
      // Whoever was woken does what it has to, which may be to sleep again.
      await new Promise((resolve) => setImmediate(resolve));
      const [next] = this.#sleepers.sort((one, other) => one.untilMs - other.untilMs);
      if (next === undefined || next.untilMs > endMs) break;
      this.#nowMs = next.untilMs;
      this.#sleepers.shift();
      next.wake();
    }
    this.#nowMs = endMs;
  }

  get sleepers(): number {
    return this.#sleepers.length;
  }
}
