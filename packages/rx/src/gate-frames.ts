import { defer, map, type Observable } from 'rxjs';
import { type CameraFrame, closeFrame } from './items/camera-frame.js';
import type { CameraItem } from './items/camera-item.js';
import { dropFrame, type DropReason, type FrameDrop } from './items/frame-drop.js';

/** Decides on one frame: a reason to drop it, or undefined to let it pass. */
export type Gate = (item: CameraFrame) => DropReason | undefined;

/**
 * Lets frames pass or drops them, in order and at once; other items pass. The gate is made anew for each
 * subscription, and a frame that it throws on is closed.
 */
export const gateFrames = <I extends CameraItem>(
  source: Observable<I>,
  createGate: () => Gate,
): Observable<I | FrameDrop> =>
  defer(() => {
    const reasonToDrop = createGate();
    return source.pipe(
      map((item: CameraItem) => {
        if (item.kind !== 'frame') return item;
        try {
          const reason = reasonToDrop(item);
          return reason === undefined ? item : dropFrame(item, reason);
        } catch (error) {
          closeFrame(item);
          throw error;
        }
      }),
    );
  }) as Observable<I | FrameDrop>;
