import type { RunnerEvent } from '../events/runner-event.js';
import { DeliveryError } from './event-sink.js';

export interface PostEventOptions {
  readonly url: string;
  readonly token?: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Answers that another attempt may change. */
const isTemporary = (status: number): boolean => status >= 500 || status === 408 || status === 429;

/**
 * Sends an event to a webhook as JSON; its id is the `Idempotency-Key`.
 *
 * @throws DeliveryError, final where the receiver says that it does not want the event.
 */
export const postEvent = async (
  event: RunnerEvent,
  { url, token, timeoutMs, signal }: PostEventOptions,
): Promise<void> => {
  const timeout = AbortSignal.timeout(timeoutMs);
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': event.id,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(event),
      // Another address might be one that the events are not meant for.
      redirect: 'manual',
      signal: AbortSignal.any([signal, timeout]),
    });
    await response.body?.cancel();
  } catch (cause) {
    if (timeout.aborted) {
      throw new DeliveryError(`no answer within ${String(timeoutMs)} ms`, { cause });
    }
    const { code, message } = (cause as { cause?: NodeJS.ErrnoException }).cause ?? {};
    throw new DeliveryError(code ?? message ?? 'the request failed', { cause });
  }
  if (response.ok) return;
  const { status } = response;
  throw new DeliveryError(`it answers ${String(status)} ${response.statusText}`.trim(), {
    isFinal: !isTemporary(status),
  });
};
