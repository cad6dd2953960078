import { setTimeout as sleep } from 'node:timers/promises';
import { SessionLostError } from '@ocelli/core';
import { createJpegEncoder } from '@ocelli/node';
import type { CameraItem } from '@ocelli/rx';
import type { RunnerCameraConfig, RunnerModelConfig } from '../config/runner-config.js';
import type { EventDraft } from '../events/runner-event.js';
import { errorFields, type Logger } from '../log/logger.js';
import type { ModelPool } from '../model/model-pool.js';
import { CameraMonitor } from './camera-monitor.js';
import type { CameraStatus } from './camera-status.js';
import { createCameraStream } from './create-camera-stream.js';
import { createSignClassifier, type SignClassifier } from './create-sign-classifier.js';
import { type EncodedPicture, LivePicture } from './live-picture.js';
import type { RunnerFrames, RunnerSource } from './runner-source.js';

export interface CameraRunParts {
  readonly config: RunnerCameraConfig;
  readonly model: RunnerModelConfig;
  readonly pool: ModelPool;
  readonly createSource: () => Promise<RunnerSource>;
  readonly emit: (event: EventDraft) => void;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
}

const FIRST_RETRY_MS = 1000;
const MAX_RETRY_MS = 30_000;
/** A camera that worked this long before it failed is tried again soon. */
const HEALTHY_MS = 60_000;
const PICTURE_SIDE = 960;

/** One camera from its start to its stop; what fails is tried again, ever less often. */
export class CameraRun {
  readonly #parts: CameraRunParts;
  readonly #monitor: CameraMonitor;
  readonly #picture: LivePicture;
  readonly #controller = new AbortController();
  readonly #done: Promise<void>;
  #frames: RunnerFrames | undefined;
  #isDraining = false;
  #lastError = '';

  constructor(parts: CameraRunParts) {
    this.#parts = parts;
    const { config, emit, now } = parts;
    this.#monitor = new CameraMonitor(config, emit, now);
    this.#picture = new LivePicture(createJpegEncoder({ maxSide: PICTURE_SIDE }), { now });
    this.#done = this.#run();
  }

  get config(): RunnerCameraConfig {
    return this.#parts.config;
  }

  status(): CameraStatus {
    return this.#monitor.status();
  }

  /** The newest picture after the frame `after`, undefined when none comes soon. */
  picture(after: number | undefined, waitMs: number): Promise<EncodedPicture | undefined> {
    return this.#picture.next(after, waitMs);
  }

  /** Takes no more frames, lets those that are here be decided, and lets go of everything. */
  async drain(): Promise<void> {
    this.#isDraining = true;
    if (this.#frames === undefined) this.#controller.abort();
    await this.#frames?.close();
    await this.#done;
  }

  /** Lets go of everything at once. */
  async stop(): Promise<void> {
    this.#controller.abort();
    await this.#done;
  }

  async #run(): Promise<void> {
    const { signal } = this.#controller;
    const { now, random, logger, config } = this.#parts;
    let failures = 0;
    while (!signal.aborted && !this.#isDraining) {
      const startMs = now();
      try {
        await this.#session();
        if (!signal.aborted && !this.#isDraining) this.#monitor.setPhase('ended');
        break;
      } catch (error) {
        if (signal.aborted) break;
        failures = now() - startMs > HEALTHY_MS ? 1 : failures + 1;
        const delayMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1));
        const waitMs = Math.round(delayMs * (0.5 + random() / 2));
        this.#monitor.setPhase('failed', error);
        const fields = { camera: config.id, ...errorFields(error), retryMs: waitMs };
        logger.log('error', 'camera failed', fields);
        if (SessionLostError.isInstance(error)) this.#parts.pool.discard(this.#parts.model);
        await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      }
    }
    if (this.#monitor.phase !== 'ended') this.#monitor.setPhase('stopped');
    this.#picture.release();
  }

  /** From opening model and camera to their end. */
  async #session(): Promise<void> {
    const { pool, model, createSource, config, logger } = this.#parts;
    const { signal } = this.#controller;
    const lease = await pool.acquire(model, signal);
    let frames: RunnerFrames | undefined;
    try {
      const source = await createSource();
      const { classifier } = lease;
      const signs = config.find === 'signs' ? createSignClassifier(classifier) : undefined;
      this.#monitor.begin(source, classifier.card);
      frames = source.open({
        signal,
        onStatus: (status) => {
          this.#monitor.seeStatus(status);
          if (status.state === 'skipped') {
            logger.log('warn', 'picture skipped', {
              camera: config.id,
              ...errorFields(status.cause),
            });
          }
          if (status.state === 'reconnecting') {
            const { attempt, delayMs, cause } = status;
            const fields = { camera: config.id, attempt, delayMs, ...errorFields(cause) };
            logger.log('warn', 'camera is away', fields);
          }
        },
      });
      this.#frames = frames;
      if (this.#isDraining) await frames.close();
      await this.#follow(
        createCameraStream({
          config,
          source,
          frames,
          classifier,
          signs,
          onFrame: (frame, capturedUs) => {
            this.#monitor.seeFrame(frame, capturedUs);
            this.#picture.offer(frame, capturedUs);
          },
          onError: (error) => {
            this.#reportOnce(error);
          },
        }),
        signs,
      );
    } finally {
      this.#frames = undefined;
      await frames?.close();
      await lease.release();
    }
  }

  #follow(
    items$: ReturnType<typeof createCameraStream>,
    signs: SignClassifier | undefined,
  ): Promise<void> {
    const { signal } = this.#controller;
    return new Promise((resolve, reject) => {
      const subscription = items$.subscribe({
        next: (item: CameraItem) => {
          const findings =
            item.kind === 'decision' ? signs?.findingsOf(item.classification) : undefined;
          if (item.kind === 'health' && item.state !== 'ok' && signs !== undefined) {
            this.#monitor.seeSignEvents(signs.reset());
          }
          this.#monitor.see(item, findings);
        },
        error: reject,
        complete: resolve,
      });
      const onAbort = (): void => {
        subscription.unsubscribe();
        resolve();
      };
      subscription.add(() => {
        signal.removeEventListener('abort', onAbort);
      });
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** One frame after the other may fail in the same way. */
  #reportOnce(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    if (message === this.#lastError) return;
    this.#lastError = message;
    const { logger, config } = this.#parts;
    logger.log('warn', 'frame not decided', { camera: config.id, ...errorFields(error) });
  }
}
