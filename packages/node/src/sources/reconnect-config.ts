import { InvalidArgumentError } from '@ocelli/core';

/** When a live source is given up, and how it is tried again. All in milliseconds. */
export interface ReconnectConfig {
  /** Longest wait for the first frame of a connection. Default 10,000. */
  readonly firstFrameTimeoutMs?: number;
  /** A camera that sends nothing for this long is `silent`. Default 2,000. */
  readonly silentAfterMs?: number;
  /** A silent camera is connected anew after this long. Default 6,000. */
  readonly reconnectAfterMs?: number;
  /** Delay before the second attempt; it doubles with each. Default 250. */
  readonly firstDelayMs?: number;
  /** Longest delay. Default 3,000. */
  readonly maxDelayMs?: number;
  /** Delay after a wrong password, which cameras count. Default 30,000. */
  readonly refusedDelayMs?: number;
  /** False: the first failure ends the stream. Default true. */
  readonly retry?: boolean;
}

export type ReconnectRules = Required<ReconnectConfig>;

const DEFAULTS: ReconnectRules = {
  firstFrameTimeoutMs: 10_000,
  silentAfterMs: 2_000,
  reconnectAfterMs: 6_000,
  firstDelayMs: 250,
  maxDelayMs: 3_000,
  refusedDelayMs: 30_000,
  retry: true,
};

/**
 * Fills in the defaults.
 *
 * @throws InvalidArgumentError for a time that is no positive number.
 */
export const reconnectRules = (config: ReconnectConfig = {}): ReconnectRules => {
  const rules = { ...DEFAULTS, ...config };
  for (const [name, value] of Object.entries(rules)) {
    if (typeof value === 'boolean' || (Number.isFinite(value) && value > 0)) continue;
    throw new InvalidArgumentError({
      argument: `options.reconnect.${name}`,
      expected: 'a positive number (milliseconds)',
      actual: String(value),
    });
  }
  return rules;
};

/**
 * The delay before an attempt: exponential, and between half of it and all of it by chance, so that many devices
 * do not come back at the same moment.
 */
export const reconnectDelay = (
  { firstDelayMs, maxDelayMs }: ReconnectRules,
  failures: number,
  random: () => number,
): number => {
  const full = Math.min(maxDelayMs, firstDelayMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(full * (0.5 + random() / 2));
};
