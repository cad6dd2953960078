import { CameraSourceError, type CameraSourceReason, retryOf } from './camera-source-error.js';
import type { PendingFrame, Produce, ProducerContext } from './frame-stream.js';
import { type ReconnectRules, reconnectDelay } from './reconnect-config.js';

export interface SupervisionOptions {
  readonly name: string;
  readonly rules: ReconnectRules;
  /** In [0, 1). */
  readonly random: () => number;
}

/** Parts that each time-out is checked in: it is noticed at most a quarter late, whatever the clock is set to. */
const TICKS = 4;

/** What a connection did, as the watchdog and the delays need it. */
interface Traffic {
  frames: number;
  isSilent: boolean;
}

const sleepQuietly = async (
  { clock }: ProducerContext,
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> => {
  try {
    await clock.sleep(milliseconds, signal);
  } catch {
    // Aborted: the caller looks at the signal.
  }
};

const timedOut = (
  source: string,
  reason: CameraSourceReason,
  milliseconds: number,
): CameraSourceError =>
  new CameraSourceError({
    source,
    reason,
    detail:
      reason === 'silent'
        ? `nothing came for ${String(milliseconds)} ms`
        : `no frame came within ${String(milliseconds)} ms`,
  });

/** Reports a silent camera, and ends a connection that gives nothing. */
const watch = async (
  context: ProducerContext,
  { name, rules }: SupervisionOptions,
  traffic: Traffic,
  connection: AbortController,
): Promise<void> => {
  const { signal } = connection;
  const tick =
    Math.min(rules.firstFrameTimeoutMs, rules.silentAfterMs, rules.reconnectAfterMs) / TICKS;
  let seen = 0;
  let quietMs = 0;
  for (;;) {
    await sleepQuietly(context, tick, signal);
    if (signal.aborted) return;
    if (traffic.frames !== seen) {
      seen = traffic.frames;
      quietMs = 0;
      continue;
    }
    quietMs += tick;
    if (seen === 0 && quietMs >= rules.firstFrameTimeoutMs) {
      connection.abort(timedOut(name, 'timeout', rules.firstFrameTimeoutMs));
    } else if (seen > 0 && quietMs >= rules.reconnectAfterMs) {
      connection.abort(timedOut(name, 'silent', rules.reconnectAfterMs));
    } else if (seen > 0 && quietMs >= rules.silentAfterMs && !traffic.isSilent) {
      traffic.isSilent = true;
      context.report({ state: 'silent', silentMs: Math.round(quietMs) });
    }
  }
};

/** One connection, from connecting to its end; resolves with why it ended. */
const runConnection = async (
  connect: Produce,
  context: ProducerContext,
  options: SupervisionOptions,
  traffic: Traffic,
): Promise<CameraSourceError> => {
  const connection = new AbortController();
  const forward = (): void => {
    connection.abort();
  };
  context.signal.addEventListener('abort', forward, { once: true });
  const push = (frame: PendingFrame): void => {
    if (traffic.frames === 0 || traffic.isSilent) context.report({ state: 'live' });
    traffic.frames += 1;
    traffic.isSilent = false;
    context.push(frame);
  };
  const watching = watch(context, options, traffic, connection);
  try {
    await connect({
      ...context,
      push,
      signal: connection.signal,
    });
  } catch (error) {
    if (!connection.signal.aborted && CameraSourceError.isInstance(error)) return error;
    if (!connection.signal.aborted) throw error;
  } finally {
    context.signal.removeEventListener('abort', forward);
    if (!connection.signal.aborted) connection.abort();
    await watching;
  }
  return CameraSourceError.isInstance(connection.signal.reason)
    ? connection.signal.reason
    : new CameraSourceError({
        source: options.name,
        reason: 'disconnected',
        detail: 'the stream has ended',
      });
};

/**
 * Keeps a live source alive: each connection is watched, and followed by another after a delay. Rejects with the
 * CameraSourceError of a failure that time does not mend, or of the first one when `rules.retry` is false.
 */
export const superviseConnection =
  (connect: Produce, options: SupervisionOptions): Produce =>
  async (context) => {
    const { rules, random } = options;
    let failures = 0;
    for (let attempt = 1; !context.signal.aborted; attempt += 1) {
      context.report({ state: 'connecting', attempt });
      const startedMs = context.clock.now();
      const traffic: Traffic = { frames: 0, isSilent: false };
      const cause = await runConnection(connect, context, options, traffic);
      // It would be taken for the newest picture for as long as the camera is away.
      context.clear();
      if (context.signal.aborted) return;
      const retry = retryOf(cause.reason);
      if (!rules.retry || retry === 'never') throw cause;
      // A camera that dies again at once keeps its delay.
      const wasUp = traffic.frames > 0 && context.clock.now() - startedMs > rules.maxDelayMs;
      failures = wasUp ? 1 : failures + 1;
      const delayMs =
        retry === 'seldom' ? rules.refusedDelayMs : reconnectDelay(rules, failures, random);
      context.report({ state: 'reconnecting', attempt: attempt + 1, delayMs, cause });
      await sleepQuietly(context, delayMs, context.signal);
    }
  };
