import { createFrame, type Frame } from '@ocelli/core';
import { CameraError, openWebcam } from '@ocelli/web';
import type { DrawnFrame, SceneRequest } from './scene-request.js';

/** A camera that is on, real or simulated. */
export interface LiveCamera {
  /** Empty for a simulated one. */
  readonly deviceId: string;
  readonly isSimulated: boolean;
  /** Stamped in microseconds since 1970; the caller closes each. */
  frames(): AsyncIterable<Frame>;
  /** Turns it off; idempotent. */
  release(): void;
}

/** Pictures are shown larger than models look at them. */
const WISHED_SIZE = { width: 1280, height: 720 };

/**
 * Turns a real camera on; the browser asks the user first.
 *
 * @throws CameraError, InsecureContextError, or the signal's reason.
 */
export const openRealCamera = async (
  deviceId: string | undefined,
  signal: AbortSignal,
): Promise<LiveCamera> => {
  const webcam = await openWebcam({
    ...WISHED_SIZE,
    ...(deviceId === undefined ? { facingMode: 'environment' } : { deviceId }),
    signal,
  });
  return {
    deviceId: webcam.deviceId,
    isSimulated: false,
    frames: () => webcam.frames(),
    release: () => {
      webcam.release();
    },
  };
};

const nextDrawn = (worker: Worker): Promise<DrawnFrame> =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<DrawnFrame>) => {
      resolve(data);
    };
    worker.onerror = (event) => {
      const detail = `The simulated camera failed: ${event.message}`;
      reject(new CameraError({ reason: 'failed', detail }));
    };
    worker.postMessage('next');
  });

/** Turns a simulated camera on; it is drawn in a worker. */
export const openSimulatedCamera = (scene: SceneRequest): LiveCamera => {
  const worker = new Worker(new URL('./scene-worker.ts', import.meta.url), {
    type: 'module',
    name: 'simulated-camera',
  });
  worker.postMessage(scene);
  async function* frames(): AsyncGenerator<Frame, void, undefined> {
    for (;;) yield createFrame({ ...(await nextDrawn(worker)), format: 'rgba' });
  }
  return {
    deviceId: '',
    isSimulated: true,
    frames,
    release: () => {
      worker.terminate();
    },
  };
};
