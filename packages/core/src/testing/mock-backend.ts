import type {
  InferenceBackend,
  InferenceSession,
  ModelFile,
  ModelSource,
  RunOptions,
  RunResult,
  SessionOptions,
} from '../backend/inference-backend.js';
import { ReleasedError } from '../errors/session-errors.js';
import type { PixelFormat } from '../frame/pixel-format.js';
import type { RegionOfInterest } from '../preprocess/preprocess-config.js';
import { createTensor, type Tensor, type TensorInfo } from '../tensor/tensor.js';

/** One call that reached the mock, in the order they were made. */
export type MockCall =
  | { readonly kind: 'fetch-model'; readonly file: ModelFile }
  | {
      readonly kind: 'create-session';
      readonly source: ModelSource;
      readonly options: SessionOptions;
    }
  | { readonly kind: 'run'; readonly feeds: Readonly<Record<string, Tensor>> }
  | {
      readonly kind: 'run-frame';
      readonly width: number;
      readonly height: number;
      readonly format: PixelFormat;
      readonly regionOfInterest: RegionOfInterest | undefined;
    }
  | { readonly kind: 'release' };

export interface MockBackendOptions {
  /** Default: one float32 input `pixels` of `[1, 3, 224, 224]`. */
  readonly inputs?: readonly TensorInfo[];
  /** Default: one float32 output `logits` of `[1, logits.length]`, free when `logits` is a function. */
  readonly outputs?: readonly TensorInfo[];
  /** What each run gives in the first output, or a function of the run's number, from 0; it may throw. */
  readonly logits: readonly number[] | ((run: number) => readonly number[]);
  /** Default `['mock']`; the first that a session asks for is selected. */
  readonly executionProviders?: readonly string[];
  /** Runs before a model is fetched or a session is created; throw to make that fail. */
  readonly onCall?: (call: MockCall) => void | Promise<void>;
}

/** A backend without a runtime that records what it is asked for and answers as it is told to. */
export interface MockBackend extends InferenceBackend {
  readonly calls: readonly MockCall[];
  /** Sessions that were created and not released. */
  readonly openSessions: number;
}

const TIMING = { queueMs: 0, preprocessMs: 1, inferenceMs: 2, batchSize: 1 };

interface MockState {
  readonly calls: MockCall[];
  runs: number;
  openSessions: number;
}

const providerNames = (options: SessionOptions | undefined): string[] | undefined =>
  options?.executionProviders?.map((each) => (typeof each === 'string' ? each : each.name));

class MockSession implements InferenceSession {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly executionProvider: string;
  readonly attempts;
  readonly #logits: MockBackendOptions['logits'];
  readonly #state: MockState;
  #isReleased = false;

  constructor(options: MockBackendOptions, state: MockState, executionProvider: string) {
    const { logits } = options;
    const name = 'logits';
    const count = typeof logits === 'function' ? 'labels' : logits.length;
    this.inputs = options.inputs ?? [{ name: 'pixels', dtype: 'float32', dims: [1, 3, 224, 224] }];
    this.outputs = options.outputs ?? [{ name, dtype: 'float32', dims: [1, count] }];
    this.executionProvider = executionProvider;
    const reason = 'the mock runs everywhere';
    this.attempts = [{ executionProvider, outcome: 'selected', reason, durationMs: 0 }] as const;
    this.#logits = logits;
    this.#state = state;
  }

  run(feeds: Readonly<Record<string, Tensor>>, options?: RunOptions): Promise<RunResult> {
    return this.#answer({ kind: 'run', feeds }, options);
  }

  runFrame(...[pixels, options]: Parameters<InferenceSession['runFrame']>): Promise<RunResult> {
    const { width, height, format } = pixels;
    const regionOfInterest = options?.regionOfInterest;
    return this.#answer({ kind: 'run-frame', width, height, format, regionOfInterest }, options);
  }

  async #answer(call: MockCall, options: RunOptions | undefined): Promise<RunResult> {
    if (this.#isReleased) throw new ReleasedError({ what: 'session' });
    options?.signal?.throwIfAborted();
    this.#state.calls.push(call);
    const run = this.#state.runs;
    this.#state.runs += 1;
    // A real run ends in a later task; an abort or a release may come before.
    await Promise.resolve();
    options?.signal?.throwIfAborted();
    if (this.#isReleased) throw new ReleasedError({ what: 'session' });
    const values = typeof this.#logits === 'function' ? this.#logits(run) : this.#logits;
    const output = this.outputs[0]?.name ?? 'logits';
    const tensor = createTensor('float32', [1, values.length], Float32Array.from(values));
    return { outputs: { [output]: tensor }, timing: TIMING };
  }

  release(): Promise<void> {
    if (!this.#isReleased) {
      this.#isReleased = true;
      this.#state.openSessions -= 1;
      this.#state.calls.push({ kind: 'release' });
    }
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }
}

/**
 * Creates a backend for tests: no model is read and nothing is preprocessed; every run gives `logits`.
 *
 * @example
 * const backend = createMockBackend({ logits: [0, 5, 1] });
 * const classifier = await createClassifier({ card, backend });
 */
export const createMockBackend = (options: MockBackendOptions): MockBackend => {
  const state: MockState = { calls: [], runs: 0, openSessions: 0 };
  const executionProviders = options.executionProviders ?? ['mock'];
  const record = async (call: MockCall, signal: AbortSignal | undefined): Promise<void> => {
    signal?.throwIfAborted();
    state.calls.push(call);
    await options.onCall?.(call);
    signal?.throwIfAborted();
  };
  return {
    name: 'mock',
    executionProviders,
    calls: state.calls,
    get openSessions() {
      return state.openSessions;
    },
    async fetchModel(file, { signal, onProgress } = {}) {
      await record({ kind: 'fetch-model', file }, signal);
      onProgress?.({ url: file.url, receivedBytes: 0, totalBytes: 0 });
      return { kind: 'bytes', bytes: new Uint8Array() };
    },
    async createSession(source, sessionOptions = {}) {
      await record(
        { kind: 'create-session', source, options: sessionOptions },
        sessionOptions.signal,
      );
      const provider = providerNames(sessionOptions)?.[0] ?? executionProviders[0] ?? 'mock';
      state.openSessions += 1;
      return new MockSession(options, state, provider);
    },
  };
};
