import { ModelDownloadError } from '@ocelli/core/runtime';

export interface Watchdog {
  readonly signal: AbortSignal;
  /** Something has arrived. */
  feed(): void;
  stop(): void;
}

/** Aborts when the caller does, or when nothing has arrived for too long. */
export const createWatchdog = (
  url: string,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Watchdog => {
  const stalled = new AbortController();
  const onTimeout = (): void => {
    stalled.abort(
      new ModelDownloadError({
        url,
        reason: 'stalled',
        detail: `nothing has arrived for ${String(timeoutMs)} ms`,
      }),
    );
  };
  let timer = setTimeout(onTimeout, timeoutMs);
  return {
    signal: signal === undefined ? stalled.signal : AbortSignal.any([signal, stalled.signal]),
    feed: () => {
      clearTimeout(timer);
      timer = setTimeout(onTimeout, timeoutMs);
    },
    stop: () => {
      clearTimeout(timer);
      // Lets the connection go when the body was not read to its end.
      stalled.abort();
    },
  };
};
