import { parentPort, workerData } from 'node:worker_threads';
import {
  createBloodSmearScene,
  createLeafScene,
  createMriScene,
  createRoadScene,
  type Scene,
  type SceneKind,
  type SceneOptions,
} from '@ocelli/scenes';
import type { DrawnFrame, DrawRequest, SceneWorkerStart } from './scene-worker-protocol.js';

const SCENES: { readonly [K in SceneKind]: (options: SceneOptions) => Scene<unknown> } = {
  road: createRoadScene,
  leaf: createLeafScene,
  'blood-smear': createBloodSmearScene,
  mri: createMriScene,
};

const { kind, options } = workerData as SceneWorkerStart;
const scene = SCENES[kind](options);
parentPort?.on('message', ({ index }: DrawRequest) => {
  using frame = scene.frameAt(index, { format: 'i420' }).frame;
  // A copy of its own, as scenes may draw the next frame into the same memory.
  const data = new Uint8Array(frame.data);
  const drawn: DrawnFrame = { index, width: frame.width, height: frame.height, data };
  parentPort?.postMessage(drawn, [data.buffer]);
});
