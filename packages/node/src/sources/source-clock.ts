import { setTimeout as delay } from 'node:timers/promises';

/** The time that a source runs on: the system's, or a virtual one in tests. */
export interface SourceClock {
  /** Milliseconds since 1970; frames are stamped with it. */
  now(): number;
  /** Resolves after `milliseconds`; rejects when the signal is aborted first. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** `Date.now` and timers. */
export const systemClock: SourceClock = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    await delay(milliseconds, undefined, signal && { signal });
  },
};
