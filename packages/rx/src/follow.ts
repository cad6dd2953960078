import { type Observable, type Subscriber, takeWhile } from 'rxjs';
import { closeFrame } from './items/camera-frame.js';
import type { CameraItem } from './items/camera-item.js';

/**
 * Subscribes an operator to its source for as long as somebody listens. A source that goes on within the same
 * call after the last listener left is stopped at its next item, which is closed if it is a frame. What
 * `next` throws becomes an error of the stream.
 */
export const follow = <I extends CameraItem>(
  source: Observable<I>,
  subscriber: Subscriber<CameraItem>,
  { next, complete }: { next: (item: I) => void; complete: () => void },
): void => {
  const isWanted = (item: I): boolean => {
    if (!subscriber.closed) return true;
    if (item.kind === 'frame') closeFrame(item);
    return false;
  };
  subscriber.add(
    source.pipe(takeWhile(isWanted)).subscribe({
      next: (item) => {
        try {
          next(item);
        } catch (error) {
          subscriber.error(error);
        }
      },
      error: (error: unknown) => {
        subscriber.error(error);
      },
      complete,
    }),
  );
};
