import { CameraRun } from './camera/camera-run.js';
import type { EncodedPicture } from './camera/live-picture.js';
import { createCameraSource } from './camera/create-camera-source.js';
import { checkedRunnerConfig } from './config/parse-runner-config.js';
import { readSecret } from './config/read-secret.js';
import {
  DEFAULT_DRAIN_MS,
  type RunnerCameraConfig,
  type RunnerConfig,
  type RunnerModelConfig,
  type SinkConfig,
} from './config/runner-config.js';
import { createEventIds } from './events/create-event-ids.js';
import type { EventDraft, RunnerEvent } from './events/runner-event.js';
import { errorFields, type Logger } from './log/logger.js';
import { createModelPool, type LoadClassifier } from './model/model-pool.js';
import type { RunnerStatus } from './runner-status.js';
import { createPageServer, type PageServer } from './server/create-page-server.js';
import { createEventSink } from './sinks/create-event-sink.js';
import type { EventSink } from './sinks/event-sink.js';

export interface RunnerOptions {
  readonly config: RunnerConfig;
  readonly loadClassifier: LoadClassifier;
  /** Writes a line to stdout and waits while its reader is slower. */
  readonly print: (line: string) => Promise<void>;
  readonly logger: Logger;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number;
  /** In [0, 1). Default `Math.random`. */
  readonly random?: () => number;
}

/** What a new configuration changed. */
export interface ReloadReport {
  readonly started: readonly string[];
  readonly stopped: readonly string[];
  /** Cameras that ran on. */
  readonly kept: readonly string[];
}

/** How a runner ended. */
export interface DrainReport {
  /** Events that no sink has, or that one of several has not. */
  readonly undelivered: number;
}

/** Cameras, models, sinks and the local page of one device. */
export interface Runner {
  /** Where the page is; undefined without one. */
  readonly pageUrl: string | undefined;
  status(): RunnerStatus;
  /** The newest events, oldest first. */
  readonly recentEvents: readonly RunnerEvent[];
  /** Calls back for each event; the result ends it. */
  onEvent(listener: (event: RunnerEvent) => void): () => void;
  /** A picture of a camera newer than the frame `after`; undefined for no such camera, or when none comes in time. */
  picture(
    camera: string,
    after: number | undefined,
    waitMs: number,
  ): Promise<EncodedPicture | undefined>;
  /**
   * Takes a new configuration: only what changed is started and stopped.
   *
   * @throws RunnerConfigError, RunnerFileError and PageServerError; the old configuration then runs on.
   */
  reload(config: RunnerConfig): Promise<ReloadReport>;
  /** Says why a new configuration could not even be read. */
  rejectReload(error: unknown): void;
  /** Takes no more frames, lets those in flight be decided and the events be delivered, and releases everything. Idempotent. */
  drain(): Promise<DrainReport>;
}

const RECENT_EVENTS = 100;

const modelOf = (camera: RunnerCameraConfig, { models }: RunnerConfig): RunnerModelConfig =>
  models?.[camera.model] ?? { model: camera.model };

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

interface Running {
  readonly run: CameraRun;
  readonly key: unknown;
}

interface OpenSink {
  readonly sink: EventSink;
  readonly config: SinkConfig;
}

class EdgeRunner implements Runner {
  readonly #options: RunnerOptions;
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #pool;
  readonly #nextId: () => string;
  readonly #startMs: number;
  readonly #cameras = new Map<string, Running>();
  readonly #listeners = new Set<(event: RunnerEvent) => void>();
  #sinks: OpenSink[] = [];
  #config: RunnerConfig;
  #page: PageServer | undefined;
  #recent: RunnerEvent[] = [];
  #state: RunnerStatus['state'] = 'running';
  #reloadError: string | undefined;
  #pending: Promise<unknown> = Promise.resolve();
  #drained: Promise<DrainReport> | undefined;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#config = options.config;
    this.#now = options.now ?? Date.now;
    this.#random = options.random ?? Math.random;
    this.#pool = createModelPool(options.loadClassifier);
    this.#nextId = createEventIds({ now: this.#now, random: this.#random });
    this.#startMs = this.#now();
  }

  async start(): Promise<void> {
    checkedRunnerConfig(this.#config);
    this.#sinks = await this.#openSinks(this.#config.sinks, []);
    try {
      this.#page = await this.#openPage(this.#config);
    } catch (error) {
      await this.#closeSinks(this.#sinks);
      throw error;
    }
    for (const camera of this.#config.cameras) this.#startCamera(camera, this.#config);
  }

  get pageUrl(): string | undefined {
    return this.#page?.url;
  }

  get recentEvents(): readonly RunnerEvent[] {
    return this.#recent;
  }

  onEvent(listener: (event: RunnerEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async picture(
    camera: string,
    after: number | undefined,
    waitMs: number,
  ): Promise<EncodedPicture | undefined> {
    return this.#cameras.get(camera)?.run.picture(after, waitMs);
  }

  status(): RunnerStatus {
    const cameras = [...this.#cameras.values()].map(({ run }) => run.status());
    const { user, system } = process.cpuUsage();
    return {
      startedAt: new Date(this.#startMs).toISOString(),
      uptimeMs: this.#now() - this.#startMs,
      state: this.#state,
      isReady: this.#state === 'running' && cameras.every(({ isReady }) => isReady),
      cameras,
      models: this.#pool.status,
      sinks: this.#sinks.map(({ sink }) => sink.status()),
      ...(this.#reloadError !== undefined && { reloadError: this.#reloadError }),
      process: { rssBytes: process.memoryUsage.rss(), cpuSeconds: (user + system) / 1e6 },
    };
  }

  reload(config: RunnerConfig): Promise<ReloadReport> {
    // One after the other: two at once would start a camera twice.
    const next = this.#pending.then(() => this.#reload(config));
    this.#pending = next.catch(() => undefined);
    return next;
  }

  rejectReload(error: unknown): void {
    this.#reloadError = error instanceof Error ? error.message : String(error);
    const fields = errorFields(error);
    this.#options.logger.log('error', 'new configuration refused; the old one runs on', fields);
  }

  drain(): Promise<DrainReport> {
    this.#drained ??= this.#drain();
    return this.#drained;
  }

  async #reload(config: RunnerConfig): Promise<ReloadReport> {
    if (this.#state !== 'running') return { started: [], stopped: [], kept: [] };
    const opened: OpenSink[] = [];
    let sinks: OpenSink[];
    try {
      checkedRunnerConfig(config);
      sinks = await this.#openSinks(config.sinks, this.#sinks);
      opened.push(...sinks.filter((each) => !this.#sinks.includes(each)));
      if (!same(config.page, this.#config.page)) {
        const page = await this.#openPage(config);
        await this.#page?.close();
        this.#page = page;
      }
    } catch (error) {
      await this.#closeSinks(opened);
      this.rejectReload(error);
      throw error;
    }
    this.#reloadError = undefined;
    const closing = this.#sinks.filter((each) => !sinks.includes(each));
    const report = await this.#changeCameras(config);
    this.#sinks = sinks;
    this.#config = config;
    await this.#flushSinks(closing);
    await this.#closeSinks(closing);
    this.#options.logger.log('info', 'new configuration taken', { ...report });
    return report;
  }

  async #changeCameras(config: RunnerConfig): Promise<ReloadReport> {
    const wanted = new Map(config.cameras.map((camera) => [camera.id, camera]));
    const stopped = [...this.#cameras].filter(([id, { key }]) => {
      const camera = wanted.get(id);
      return camera === undefined || !same(key, [camera, modelOf(camera, config)]);
    });
    await Promise.all(stopped.map(([, { run }]) => run.stop()));
    for (const [id] of stopped) this.#cameras.delete(id);
    const kept = [...this.#cameras.keys()];
    const started = config.cameras.filter(({ id }) => !this.#cameras.has(id));
    for (const camera of started) this.#startCamera(camera, config);
    return {
      started: started.map(({ id }) => id),
      stopped: stopped.map(([id]) => id),
      kept,
    };
  }

  #startCamera(camera: RunnerCameraConfig, config: RunnerConfig): void {
    const model = modelOf(camera, config);
    const { env, logger } = this.#options;
    const run = new CameraRun({
      config: camera,
      model,
      pool: this.#pool,
      createSource: () => createCameraSource(camera.source, { env }),
      emit: (draft) => {
        this.#emit(draft);
      },
      logger,
      now: this.#now,
      random: this.#random,
    });
    this.#cameras.set(camera.id, { run, key: [camera, model] });
  }

  #emit(draft: EventDraft): void {
    const event: RunnerEvent = {
      id: this.#nextId(),
      at: new Date(this.#now()).toISOString(),
      ...draft,
    };
    this.#recent = [...this.#recent.slice(1 - RECENT_EVENTS), event];
    for (const { sink } of this.#sinks) sink.write(event);
    for (const listener of [...this.#listeners]) listener(event);
  }

  /** Opens what is new; what is there already with the same settings stays open. */
  async #openSinks(
    configs: readonly SinkConfig[] = [{ kind: 'stdout' }],
    current: readonly OpenSink[],
  ): Promise<OpenSink[]> {
    const { print, env, logger } = this.#options;
    const free = [...current];
    const sinks: OpenSink[] = [];
    try {
      for (const config of configs) {
        const index = free.findIndex((each) => same(each.config, config));
        const [kept] = index < 0 ? [] : free.splice(index, 1);
        const parts = { print, env, logger, random: this.#random };
        sinks.push(kept ?? { config, sink: await createEventSink(config, parts) });
      }
    } catch (error) {
      await this.#closeSinks(sinks.filter((each) => !current.includes(each)));
      throw error;
    }
    return sinks;
  }

  async #openPage({ page = {} }: RunnerConfig): Promise<PageServer | undefined> {
    if (page === false) return undefined;
    const { env } = this.#options;
    const { token, ...settings } = page;
    const secret = token && { token: await readSecret(token, env) };
    return createPageServer({ ...settings, ...secret, runner: this });
  }

  async #flushSinks(sinks: readonly OpenSink[]): Promise<void> {
    const signal = AbortSignal.timeout(this.#config.drainMs ?? DEFAULT_DRAIN_MS);
    await Promise.all(sinks.map(({ sink }) => sink.flush(signal)));
  }

  async #closeSinks(sinks: readonly OpenSink[]): Promise<void> {
    await Promise.all(sinks.map(({ sink }) => sink.close()));
  }

  async #drain(): Promise<DrainReport> {
    this.#state = 'draining';
    await this.#pending;
    const runs = [...this.#cameras.values()].map(({ run }) => run);
    const limit = AbortSignal.timeout(this.#config.drainMs ?? DEFAULT_DRAIN_MS);
    const stopAll = (): void => {
      for (const run of runs) void run.stop();
    };
    limit.addEventListener('abort', stopAll, { once: true });
    await Promise.all(runs.map((run) => run.drain()));
    limit.removeEventListener('abort', stopAll);
    await Promise.all(this.#sinks.map(({ sink }) => sink.flush(limit)));
    await this.#page?.close();
    await this.#closeSinks(this.#sinks);
    this.#state = 'stopped';
    const undelivered = this.#sinks
      .map(({ sink }) => sink.status())
      .reduce((sum, { dropped, refused }) => sum + dropped + refused, 0);
    return { undelivered };
  }
}

/**
 * Starts a runner: its sinks and page are open when this resolves, its cameras and models on their way. It never
 * writes to the console.
 *
 * @throws RunnerConfigError, RunnerFileError for a secret that cannot be read, PageServerError where the page cannot
 * listen.
 */
export const createRunner = async (options: RunnerOptions): Promise<Runner> => {
  const runner = new EdgeRunner(options);
  await runner.start();
  return runner;
};
