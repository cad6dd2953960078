import type { PixelBuffer } from '../frame/frame.js';
import type { PreprocessConfig } from '../preprocess/preprocess-config.js';
import type { PreprocessOptions } from '../preprocess/preprocessor.js';
import type { Tensor, TensorInfo } from '../tensor/tensor.js';

/** Where the bytes of a model are. `file` is for backends that have a file system. */
export type ModelSource =
  | {
      readonly kind: 'bytes';
      readonly bytes: Uint8Array;
      /** Files that the model keeps tensors in, by the name it refers to them with. */
      readonly externalData?: readonly { readonly path: string; readonly bytes: Uint8Array }[];
    }
  | { readonly kind: 'file'; readonly path: string };

/** A file to fetch and verify: what a card's variant points to. */
export interface ModelFile {
  readonly url: string;
  /** Lower-case hex; when it is given, other bytes are never loaded. */
  readonly sha256?: string;
  readonly bytes?: number;
}

export interface DownloadProgress {
  readonly url: string;
  readonly receivedBytes: number;
  readonly totalBytes: number | undefined;
}

/** What was tried to get a session, in order; exactly one entry of a living session is `selected`. */
export interface ExecutionProviderAttempt {
  readonly executionProvider: string;
  readonly outcome: 'selected' | 'unavailable' | 'failed' | 'self-check-failed';
  /** Why it was not taken; for `selected`, how it passed (`self-check within 1e-3`). */
  readonly reason: string;
  readonly durationMs: number;
}

/** Inputs and outputs that a provider must reproduce before it is trusted. */
export interface GoldenCheck {
  readonly feeds: Readonly<Record<string, Tensor>>;
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** Largest absolute difference allowed. */
  readonly tolerance: number;
}

/** From frames to feeds, done where the session lives. */
export interface FramePipelineConfig {
  readonly preprocess: PreprocessConfig;
  /** Name of the input that takes the picture. */
  readonly input: string;
  /** Names of the outputs to hand back. */
  readonly outputs: readonly string[];
  /** Concurrent calls are joined up to this size where the model's batch dim is free. Default 8. */
  readonly maxBatchSize?: number;
}

/** An execution provider by name, or by name with its own options. */
export type ExecutionProviderConfig<Options extends object> = {
  [N in keyof Options & string]: N | ({ readonly name: N } & Options[N]);
}[keyof Options & string];

/** What an execution provider can be asked for with: its name, or its name with options. */
export type ProviderConfig = string | { readonly name: string };

/** The names in a union of provider configurations. */
export type ProviderName<Provider extends ProviderConfig> = Provider extends {
  readonly name: infer Name extends string;
}
  ? Name
  : Provider & string;

export interface SessionOptions<Provider extends ProviderConfig = ProviderConfig> {
  /** Tried in this order. Default: the backend's own order. */
  readonly executionProviders?: readonly Provider[];
  readonly pipeline?: FramePipelineConfig;
  readonly goldenCheck?: GoldenCheck;
  /** Runs on zeros before the session is handed out. Default 1. */
  readonly warmUpRuns?: number;
  readonly signal?: AbortSignal;
}

export interface RunOptions {
  readonly signal?: AbortSignal;
}

export type FrameRunOptions = RunOptions & PreprocessOptions;

/** Milliseconds spent in each stage of one run. */
export interface RunTiming {
  /** From the call until its preprocessing began. */
  readonly queueMs: number;
  readonly preprocessMs: number;
  /** Of the whole batch that the run was part of. */
  readonly inferenceMs: number;
  /** How many pictures shared the run. */
  readonly batchSize: number;
}

export interface RunResult {
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly timing: RunTiming;
}

/** A loaded model. Calls may overlap; they run in the order they were made. */
export interface InferenceSession extends AsyncDisposable {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly executionProvider: string;
  readonly attempts: readonly ExecutionProviderAttempt[];
  /**
   * Runs the model on tensors. The feeds are read before the call returns.
   *
   * @throws TensorMismatchError, InferenceError, SessionLostError, ReleasedError, or the signal's reason.
   */
  run(feeds: Readonly<Record<string, Tensor>>, options?: RunOptions): Promise<RunResult>;
  /**
   * Preprocesses a picture and runs the model, both where the session lives. The pixels are read before
   * the call returns, so the frame may be closed right after it. Outputs have batch dim 1.
   *
   * @throws InvalidArgumentError when the session was created without `pipeline`; else as `run`.
   */
  runFrame(pixels: PixelBuffer, options?: FrameRunOptions): Promise<RunResult>;
  /** Frees the model; idempotent. Pending calls are rejected with `ReleasedError`. */
  release(): Promise<void>;
}

/** A runtime that can hold models: a value that is passed in, never detected. */
export interface InferenceBackend<Provider extends ProviderConfig = ProviderConfig> {
  readonly name: string;
  /** Providers this backend can try, in its default order. */
  readonly executionProviders: readonly ProviderName<Provider>[];
  /** Brings a card's file to where `createSession` can read it: download, cache, hash check. */
  fetchModel(
    file: ModelFile,
    options?: { signal?: AbortSignal; onProgress?: (progress: DownloadProgress) => void },
  ): Promise<ModelSource>;
  /**
   * Opens the model on the first execution provider that works and passes the golden check.
   *
   * @throws ModelLoadError, SignatureMismatchError when the pipeline's input and outputs are not the
   * model's or preprocessing does not fit the input, NoAvailableExecutionProviderError, or the signal's
   * reason.
   */
  createSession(model: ModelSource, options?: SessionOptions<Provider>): Promise<InferenceSession>;
}
