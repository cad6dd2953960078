import { type Classifier, OcelliError } from '@ocelli/core';
import { abortable } from '../abortable.js';
import type { RunnerModelConfig } from '../config/runner-config.js';

/** Loads a model that a configuration names. */
export type LoadClassifier = (model: RunnerModelConfig, signal: AbortSignal) => Promise<Classifier>;

/** One holder's share of a loaded model. */
export interface ModelLease {
  readonly classifier: Classifier;
  /** Gives the share back; the last one frees the model. Idempotent. */
  release(): Promise<void>;
}

/** What is known of a model that is loaded or was tried. */
export interface ModelStatus {
  /** As the configuration names it. */
  readonly model: string;
  readonly state: 'loading' | 'ready' | 'failed';
  readonly id?: string;
  readonly version?: string;
  readonly executionProvider?: string;
  /** Execution providers that were tried before, each with its reason. */
  readonly passedOver?: readonly string[];
  readonly error?: string;
  readonly remedy?: string;
  /** Cameras that use it. */
  readonly holders: number;
}

interface Entry {
  readonly model: string;
  readonly controller: AbortController;
  readonly loading: Promise<Classifier>;
  state: ModelStatus['state'];
  classifier: Classifier | undefined;
  error: unknown;
  holders: number;
}

/** Loads each model once, however many cameras use it, and frees it when none does. */
export interface ModelPool {
  /** @throws what loading throws, or the signal's reason. */
  acquire(model: RunnerModelConfig, signal: AbortSignal): Promise<ModelLease>;
  /** Loads the model anew for whoever acquires it next: its session is lost. */
  discard(model: RunnerModelConfig): void;
  readonly status: readonly ModelStatus[];
}

const statusOf = ({ model, state, classifier, error, holders }: Entry): ModelStatus => ({
  model,
  state,
  holders,
  ...(classifier && {
    id: classifier.card.id,
    version: classifier.card.version,
    executionProvider: classifier.executionProvider,
    passedOver: classifier.attempts
      .filter(({ outcome }) => outcome !== 'selected')
      .map(({ executionProvider, reason }) => `${executionProvider}: ${reason}`),
  }),
  ...(state === 'failed' && { error: error instanceof Error ? error.message : 'It failed.' }),
  ...(OcelliError.isInstance(error) && { remedy: error.remedy }),
});

export const createModelPool = (load: LoadClassifier): ModelPool => {
  const entries = new Map<string, Entry>();
  /** The last failure by model, shown until it is loaded. */
  const failures = new Map<string, Entry>();

  const open = (key: string, config: RunnerModelConfig): Entry => {
    const controller = new AbortController();
    const entry: Entry = {
      model: config.model,
      controller,
      loading: load(config, controller.signal),
      state: 'loading',
      classifier: undefined,
      error: undefined,
      holders: 0,
    };
    entries.set(key, entry);
    entry.loading.then(
      (classifier) => {
        entry.classifier = classifier;
        entry.state = 'ready';
        failures.delete(key);
      },
      (error: unknown) => {
        entry.state = 'failed';
        entry.error = error;
        if (entries.get(key) === entry) entries.delete(key);
        if (!controller.signal.aborted) failures.set(key, entry);
      },
    );
    return entry;
  };

  const leave = async (key: string, entry: Entry): Promise<void> => {
    entry.holders -= 1;
    if (entry.holders > 0) return;
    if (entries.get(key) === entry) entries.delete(key);
    entry.controller.abort();
    const classifier = await entry.loading.catch(() => undefined);
    // A session that is lost cannot be released any more, and nobody waits for it.
    await classifier?.release().catch(() => undefined);
  };

  return {
    acquire: async (config, signal) => {
      const key = JSON.stringify(config);
      const entry = entries.get(key) ?? open(key, config);
      entry.holders += 1;
      let released: Promise<void> | undefined;
      const release = (): Promise<void> => (released ??= leave(key, entry));
      try {
        return { classifier: await abortable(entry.loading, signal), release };
      } catch (error) {
        await release();
        throw error;
      }
    },
    discard: (config) => {
      entries.delete(JSON.stringify(config));
    },
    get status() {
      const failed = [...failures].filter(([key]) => !entries.has(key)).map(([, entry]) => entry);
      return [...entries.values(), ...failed].map(statusOf);
    },
  };
};
