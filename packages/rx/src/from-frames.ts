import type { Frame, PixelBuffer } from '@ocelli/core';
import { Observable } from 'rxjs';
import { checkNumber } from './check-number.js';

export interface FromFramesConfig {
  /** The next frame is read when fewer of this source's frames are open. Default 4. */
  readonly maxOpenFrames?: number;
}

/** A frame that says when it was closed. */
class CountedFrame implements Frame {
  readonly #frame: Frame;
  readonly #onClose: () => void;

  constructor(frame: Frame, onClose: () => void) {
    this.#frame = frame;
    this.#onClose = onClose;
  }

  get width(): number {
    return this.#frame.width;
  }
  get height(): number {
    return this.#frame.height;
  }
  get format(): PixelBuffer['format'] {
    return this.#frame.format;
  }
  get data(): Uint8Array {
    return this.#frame.data;
  }
  get planes(): PixelBuffer['planes'] {
    return this.#frame.planes;
  }
  get yuvMatrix(): PixelBuffer['yuvMatrix'] {
    return this.#frame.yuvMatrix;
  }
  get yuvRange(): PixelBuffer['yuvRange'] {
    return this.#frame.yuvRange;
  }
  get orientation(): PixelBuffer['orientation'] {
    return this.#frame.orientation;
  }
  get timestampUs(): number {
    return this.#frame.timestampUs;
  }
  get sequence(): number {
    return this.#frame.sequence;
  }
  get isClosed(): boolean {
    return this.#frame.isClosed;
  }

  close(): void {
    this.#frame.close();
    this.#onClose();
  }

  [Symbol.dispose](): void {
    if (!this.isClosed) this.close();
  }
}

/** Lets a limited number of holders in; the others wait for one to leave. */
const createTurnstile = (limit: number) => {
  let count = 0;
  let wake: (() => void) | undefined;
  return {
    enter: async (): Promise<void> => {
      while (count >= limit) await new Promise<void>((resolve) => (wake = resolve));
      count += 1;
    },
    leave: (): void => {
      count -= 1;
      wake?.();
    },
  };
};

/**
 * Emits the frames of an iterable (files, a simulated camera) as fast as they are closed downstream: it
 * reads the next one when fewer than `maxOpenFrames` of its frames are open. This is backpressure: no frame
 * is lost and no queue grows, whatever the operators in between. Each subscription iterates anew, and its end
 * returns the iterator at once, also one that is waiting for a frame; a frame that comes after that is closed.
 *
 * @throws InvalidArgumentError for a limit that is no positive integer. Errors of the iterable end the stream.
 *
 * @example
 * fromFrames(readFrames(paths)).pipe(asCamera('files'), classifyQueued(classifier));
 */
export const fromFrames = (
  frames: AsyncIterable<Frame> | Iterable<Frame>,
  { maxOpenFrames = 4 }: FromFramesConfig = {},
): Observable<Frame> => {
  checkNumber('config.maxOpenFrames', maxOpenFrames, 'count');
  return new Observable((subscriber) => {
    const { enter, leave } = createTurnstile(maxOpenFrames);
    const iterator =
      Symbol.asyncIterator in frames ? frames[Symbol.asyncIterator]() : frames[Symbol.iterator]();
    let isOver = false;
    const returnIterator = async (): Promise<void> => {
      if (!isOver) await iterator.return?.();
    };
    subscriber.add(() => {
      leave();
      // Nobody is left who could be told of an error.
      returnIterator().catch(() => undefined);
    });
    const pump = async (): Promise<void> => {
      for (;;) {
        await enter();
        if (subscriber.closed) return;
        const result = await iterator.next();
        if (result.done === true) {
          isOver = true;
          subscriber.complete();
          return;
        }
        if (subscriber.closed) {
          result.value.close();
          return;
        }
        subscriber.next(new CountedFrame(result.value, leave));
      }
    };
    pump().catch((error: unknown) => {
      isOver = true;
      subscriber.error(error);
    });
  });
};
