import type { Frame } from '@ocelli/core';
import type { JpegEncoder } from '@ocelli/node';

/** A picture for people, and which frame it is of. */
export interface EncodedPicture {
  readonly jpeg: Buffer;
  readonly sequence: number;
  readonly capturedUs: number;
}

/** Somebody looks as long as the last question is this recent. */
const WANTED_MS = 3000;

/**
 * Keeps the newest picture of a camera as a JPEG, a few times a second and only while somebody asks for it, so that a
 * page nobody looks at costs nothing.
 */
export class LivePicture {
  readonly #encoder: JpegEncoder;
  readonly #now: () => number;
  readonly #intervalMs: number;
  #wantedUntil = -Infinity;
  #encodedMs = -Infinity;
  #isEncoding = false;
  #current: EncodedPicture | undefined;
  readonly #waiting = new Set<(picture: EncodedPicture | undefined) => void>();

  constructor(
    encoder: JpegEncoder,
    { now, intervalMs = 200 }: { readonly now: () => number; readonly intervalMs?: number },
  ) {
    this.#encoder = encoder;
    this.#now = now;
    this.#intervalMs = intervalMs;
  }

  /** Shows a frame that stays its owner's: it is read before this returns, if at all. */
  offer(frame: Frame, capturedUs: number): void {
    const now = this.#now();
    const isDue = now - this.#encodedMs >= this.#intervalMs;
    if (now > this.#wantedUntil || !isDue || this.#isEncoding) return;
    this.#isEncoding = true;
    this.#encodedMs = now;
    const { sequence } = frame;
    this.#encoder
      .encode(frame)
      .then((jpeg) => {
        this.#current = { jpeg, sequence, capturedUs };
        this.#wake(this.#current);
      })
      // A picture that cannot be shown is no reason to stop deciding.
      .catch(() => undefined)
      .finally(() => {
        this.#isEncoding = false;
      });
  }

  /** The first picture after the frame `after`; undefined when none came within `waitMs`. */
  next(after: number | undefined, waitMs: number): Promise<EncodedPicture | undefined> {
    const isFresh = this.#now() <= this.#wantedUntil;
    this.#wantedUntil = this.#now() + WANTED_MS;
    const current = isFresh ? this.#current : undefined;
    if (current !== undefined && current.sequence !== after) return Promise.resolve(current);
    return new Promise((resolve) => {
      const settle = (picture: EncodedPicture | undefined): void => {
        clearTimeout(timer);
        this.#waiting.delete(settle);
        resolve(picture);
      };
      const timer = setTimeout(settle, waitMs, undefined);
      this.#waiting.add(settle);
    });
  }

  release(): void {
    this.#wake(undefined);
    this.#encoder.release();
  }

  #wake(picture: EncodedPicture | undefined): void {
    for (const settle of [...this.#waiting]) settle(picture);
  }
}
