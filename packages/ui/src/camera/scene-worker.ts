import type { Frame } from '@ocelli/core';
import {
  createBloodSmearScene,
  createLeafScene,
  createMriScene,
  createRoadScene,
  createSimulatedCamera,
  type Scene,
} from '@ocelli/scenes';
import type { DrawnFrame, SceneRequest } from './scene-request.js';

/* Draws a simulated camera's pictures: the first message names the scene, each one after it asks for a frame. */

const sceneOf = (request: SceneRequest): Scene<unknown> => {
  switch (request.kind) {
    case 'road':
      return createRoadScene(request);
    case 'leaf':
      return createLeafScene(request);
    case 'blood-smear':
      return createBloodSmearScene(request);
    case 'mri':
      return createMriScene(request);
  }
};

const clock = {
  now: () => performance.timeOrigin + performance.now(),
  sleep: (milliseconds: number) =>
    new Promise<void>((resolve) => {
      setTimeout(resolve, milliseconds);
    }),
};

/** What canvases take: four bytes per pixel. */
const toRgba = ({ data, width, height }: Frame): Uint8ClampedArray<ArrayBuffer> => {
  const rgba = new Uint8ClampedArray(4 * width * height);
  for (let from = 0, to = 0; to < rgba.length; from += 3, to += 4) {
    rgba[to] = data[from] as number;
    rgba[to + 1] = data[from + 1] as number;
    rgba[to + 2] = data[from + 2] as number;
    rgba[to + 3] = 255;
  }
  return rgba;
};

let frames: AsyncIterator<Frame> | undefined;

const sendNext = async (): Promise<void> => {
  const next = await frames?.next();
  if (next === undefined || next.done === true) return;
  const { value: frame } = next;
  const { width, height, timestampUs, sequence } = frame;
  const drawn: DrawnFrame = { width, height, data: toRgba(frame), timestampUs, sequence };
  frame.close();
  globalThis.postMessage(drawn, { transfer: [drawn.data.buffer] });
};

globalThis.addEventListener('message', ({ data }: MessageEvent<SceneRequest | 'next'>) => {
  if (data === 'next') void sendNext();
  else frames = createSimulatedCamera(sceneOf(data), { clock })[Symbol.asyncIterator]();
});
