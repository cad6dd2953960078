import type { RunnerEvent } from '../events/runner-event.js';

export interface SinkStatus {
  readonly kind: 'stdout' | 'file' | 'webhook' | 'mqtt';
  /** A path or a URL without credentials. */
  readonly target: string;
  readonly state: 'ok' | 'failing';
  /** Why it fails, the last time it did. */
  readonly cause?: string;
  readonly delivered: number;
  /** Given up because too many were waiting, or at the end. */
  readonly dropped: number;
  /** Given up because the receiver says that it will never take them. */
  readonly refused: number;
  readonly queued: number;
}

/** Where events go. */
export interface EventSink {
  /** Takes an event and returns at once. */
  write(event: RunnerEvent): void;
  status(): SinkStatus;
  /** Resolves when everything was delivered, or the signal is aborted. */
  flush(signal: AbortSignal): Promise<void>;
  /** Gives up what waits, and lets go of files and connections. Idempotent. */
  close(): Promise<void>;
}

/** An event could not be delivered. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  /** Trying again does not help. */
  readonly isFinal: boolean;

  constructor(
    message: string,
    { isFinal = false, cause }: { isFinal?: boolean; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.isFinal = isFinal;
  }
}
