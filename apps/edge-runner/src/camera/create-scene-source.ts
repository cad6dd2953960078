import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFrame, type Frame } from '@ocelli/core';
import type { OpenSourceOptions } from '@ocelli/node';
import type { CameraSourceConfig } from '../config/runner-config.js';
import type { RunnerFrames, RunnerSource } from './runner-source.js';
import type { DrawnFrame, SceneWorkerStart } from './scene-worker-protocol.js';

type SimulatedConfig = Extract<CameraSourceConfig, { kind: 'simulated' }>;

const DEFAULT_FPS = 10;

const draw = async (worker: Worker, index: number, signal: AbortSignal): Promise<DrawnFrame> => {
  worker.postMessage({ index });
  const [drawn] = (await once(worker, 'message', { signal })) as [DrawnFrame];
  return drawn;
};

const openScene = (start: SceneWorkerStart, options: OpenSourceOptions): RunnerFrames => {
  const controller = new AbortController();
  const { signal } = controller;
  let worker: Worker | undefined;
  /** Aborted with the reason when the thread dies; its errors would end this process if nobody listened. */
  const gone = new AbortController();
  const drawing = AbortSignal.any([signal, gone.signal]);
  const close = async (): Promise<void> => {
    controller.abort();
    await worker?.terminate();
  };
  options.signal?.addEventListener('abort', () => void close(), { once: true, signal });
  const report = (change: { state: 'connecting'; attempt: 1 } | { state: 'live' }): void => {
    options.onStatus?.({ ...change, atUs: Date.now() * 1000 });
  };

  async function* capture(): AsyncGenerator<Frame, void, undefined> {
    report({ state: 'connecting', attempt: 1 });
    worker = new Worker(new URL(import.meta.resolve('#scene-worker')), { workerData: start });
    worker.on('error', (error) => {
      gone.abort(error);
    });
    worker.on('exit', () => {
      gone.abort(new Error('The thread that draws the scene has ended.'));
    });
    const intervalMs = 1000 / start.options.fps;
    try {
      // Setting up takes a while; frames are due from the first one on.
      let drawn = await draw(worker, 0, drawing);
      report({ state: 'live' });
      const startMs = performance.now();
      for (let next = 1; ;) {
        const { width, height, data, index } = drawn;
        const timestampUs = Math.round((performance.timeOrigin + performance.now()) * 1000);
        yield createFrame({ width, height, format: 'i420', data, timestampUs, sequence: index });
        const waitMs = startMs + next * intervalMs - performance.now();
        if (waitMs > 0) await sleep(waitMs, undefined, { signal });
        // Frames that were due while the machine was busy are gone, as with any camera.
        next = Math.max(next, Math.floor((performance.now() - startMs) / intervalMs));
        drawn = await draw(worker, next, drawing);
        next += 1;
      }
    } catch (error) {
      if (!signal.aborted) throw gone.signal.aborted ? gone.signal.reason : error;
    } finally {
      await close();
    }
  }
  return { [Symbol.asyncIterator]: capture, close };
};

/** A simulated camera whose pictures are drawn in a thread of its own, as drawing takes longer than deciding. */
export const createSceneSource = (config: SimulatedConfig): RunnerSource => {
  const { scene, seed = 1, fps = DEFAULT_FPS, width = 640, height = 480 } = config;
  const start: SceneWorkerStart = { kind: scene, options: { seed, fps, width, height } };
  return {
    name: `simulated ${scene}`,
    isLive: true,
    isSimulated: true,
    open: (options) => openScene(start, options),
  };
};
