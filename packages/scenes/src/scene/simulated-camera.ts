import type { Frame } from '@ocelli/core';
import { InvalidArgumentError } from '@ocelli/core';
import type { Scene, SceneFormat } from './scene.js';

/** The time that a simulated camera runs on. Pass the platform's, or a virtual one in tests. */
export interface CameraClock {
  /** Milliseconds, monotonic. */
  now(): number;
  /** Resolves after `milliseconds`; rejects with the signal's reason when it is aborted first. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export interface SimulatedCameraOptions {
  readonly clock: CameraClock;
  /** Default `rgb`. */
  readonly format?: SceneFormat;
  /** Ends the stream: the next frame is not drawn, and the iteration finishes without an error. */
  readonly signal?: AbortSignal;
  /** Index of the first frame; default 0. */
  readonly firstFrame?: number;
}

/**
 * A scene in real time. Each iteration is a camera switched on anew; whoever takes a frame closes it. RxJS makes an
 * observable of it with `from`.
 */
export interface SimulatedCamera<Truth> extends AsyncIterable<Frame> {
  readonly isSimulated: true;
  readonly scene: Scene<Truth>;
  /** What was drawn on a frame of this camera, also after it was closed; `undefined` for any other frame. */
  truthOf(frame: Frame): Truth | undefined;
}

/**
 * Makes a camera of a scene: frames arrive at the scene's rate, and as with a real camera those that nobody asked for
 * in time are gone (`sequence` then skips). Timestamps are capture times on `clock`, in microseconds.
 *
 * @throws InvalidArgumentError for a first frame that is no integer of 0 or more.
 *
 * @example
 * const camera = createSimulatedCamera(createRoadScene({ seed: 1 }), { clock });
 * for await (const frame of camera) {
 *   using _ = frame;
 *   console.log(camera.truthOf(frame)?.signs);
 * }
 */
export const createSimulatedCamera = <Truth>(
  scene: Scene<Truth>,
  { clock, format = 'rgb', signal, firstFrame = 0 }: SimulatedCameraOptions,
): SimulatedCamera<Truth> => {
  if (!Number.isSafeInteger(firstFrame) || firstFrame < 0) {
    throw new InvalidArgumentError({
      argument: 'firstFrame',
      expected: 'an integer of 0 or more',
      actual: String(firstFrame),
    });
  }
  const truths = new WeakMap<Frame, { readonly truth: Truth }>();
  const interval = 1000 / scene.fps;

  async function* capture(): AsyncGenerator<Frame, void, undefined> {
    const start = clock.now();
    for (let next = 0; ;) {
      if (signal?.aborted) return;
      const wait = start + next * interval - clock.now();
      if (wait > 0) {
        try {
          await clock.sleep(wait, signal);
        } catch (error) {
          if (signal?.aborted) return;
          throw error;
        }
        if (signal?.aborted) return;
      }
      // Late: the newest frame is the one that is due now.
      const due = Math.max(next, Math.floor((clock.now() - start) / interval));
      next = due + 1;
      const timestampUs = Math.round((start + due * interval) * 1000);
      const { frame, truth } = scene.frameAt(firstFrame + due, { format, timestampUs });
      truths.set(frame, { truth });
      yield frame;
    }
  }

  return {
    isSimulated: true,
    scene,
    truthOf: (frame) => truths.get(frame)?.truth,
    [Symbol.asyncIterator]: capture,
  };
};
