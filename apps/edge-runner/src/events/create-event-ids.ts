/** Crockford's base 32: no I, L, O, U. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_DIGITS = 10;
const RANDOM_DIGITS = 16;

const encodeTime = (ms: number): string => {
  let rest = Math.floor(ms);
  let text = '';
  for (let index = 0; index < TIME_DIGITS; index++) {
    text = `${DIGITS[rest % 32] ?? ''}${text}`;
    rest = Math.floor(rest / 32);
  }
  return text;
};

/** Adds one to digits of base 32; they start over after the last. */
const increment = (digits: number[]): void => {
  for (let index = digits.length - 1; index >= 0; index--) {
    const next = (digits[index] ?? 0) + 1;
    digits[index] = next % 32;
    if (next < 32) return;
  }
};

/**
 * Makes ids that sort by time and are never given twice (https://github.com/ulid/spec, the monotonic kind): 48 bits
 * of milliseconds since 1970 and 80 random bits, as 26 characters. Also when the clock goes back they go on upward.
 */
export const createEventIds = ({
  now,
  random,
}: {
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
}): (() => string) => {
  let lastMs = -1;
  let digits: number[] = [];
  return () => {
    const nowMs = now();
    if (nowMs > lastMs) {
      lastMs = nowMs;
      digits = Array.from({ length: RANDOM_DIGITS }, () => Math.floor(random() * 32));
    } else {
      increment(digits);
    }
    return `${encodeTime(lastMs)}${digits.map((digit) => DIGITS[digit] ?? '').join('')}`;
  };
};
