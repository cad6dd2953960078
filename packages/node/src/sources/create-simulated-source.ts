import type { Frame } from '@ocelli/core';
import type { CameraSource } from './camera-source.js';
import { checkOption, defineSource } from './define-source.js';
import type { PendingFrame, ProducerContext } from './frame-stream.js';
import type { SourceClock } from './source-clock.js';

/** Something that draws frames, as the scenes of `@ocelli/scenes` do. */
export interface DrawnScene {
  /** Frames per second. */
  readonly fps: number;
  frameAt(
    index: number,
    options: { readonly format: 'i420'; readonly timestampUs: number },
  ): { readonly frame: Frame };
}

export interface SimulatedSourceOptions {
  readonly scene: DrawnScene;
  /** Default `simulated`. */
  readonly name?: string;
  readonly clock?: SourceClock;
}

const pendingDrawing = (scene: DrawnScene, index: number, timestampUs: number): PendingFrame => ({
  // Its number is the index, and so is that of the stream.
  open: () => Promise.resolve(scene.frameAt(index, { format: 'i420', timestampUs }).frame),
  discard: () => undefined,
});

/**
 * A drawn scene in real time, as a live camera: a frame is due at the scene's rate, and drawn when it is asked for.
 * Frames are stamped with the time they were due. The truth of a frame is that of `scene.frameAt(frame.sequence)`.
 *
 * @throws InvalidArgumentError for a scene whose rate is no positive number.
 */
export const createSimulatedSource = (options: SimulatedSourceOptions): CameraSource => {
  const { scene, name = 'simulated', clock } = options;
  const { fps } = scene;
  checkOption(Number.isFinite(fps) && fps > 0, 'options.scene.fps', 'a positive number', fps);
  const produce = async (context: ProducerContext): Promise<void> => {
    const { signal, push, drop, report } = context;
    const time = context.clock;
    const startMs = time.now();
    const dueMs = (index: number): number => startMs + (index * 1000) / fps;
    report({ state: 'live' });
    for (let next = 0; !signal.aborted;) {
      const wait = dueMs(next) - time.now();
      if (wait > 0) await time.sleep(wait, signal);
      // This process was busy: the frames that were due meanwhile are gone, as with any camera.
      const index = Math.max(next, Math.floor(((time.now() - startMs) * fps) / 1000));
      drop(index - next);
      push(pendingDrawing(scene, index, Math.round(dueMs(index) * 1000)));
      next = index + 1;
    }
  };
  return defineSource({ name, isLive: true, produce, clock });
};
