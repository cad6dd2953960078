import type { Tensor, TensorInfo } from '../tensor/tensor.js';

export interface GraphSessionOptions {
  /**
   * Values that stay inside the session: input name to output name. After each run the output's value
   * is the input's value for the next run; neither is fed nor handed back by `run`.
   */
  readonly carries?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** A graph that is run many times in the calling thread and keeps chosen values between the runs. */
export interface GraphSession {
  /** All inputs, the carried ones too. */
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /**
   * Runs once and hands back the outputs that are not carried. The tensors belong to the caller.
   * Carried inputs must have been set with `writeState`.
   *
   * @throws TensorMismatchError, InferenceError (carried values are then as before), ReleasedError.
   */
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>>;
  /** Copies the carried values out, by input name. */
  readState(): Promise<Record<string, Tensor>>;
  /** Sets carried values, by input name; they are copied. */
  writeState(values: Readonly<Record<string, Tensor>>): Promise<void>;
  /** Frees the graph and its carried values; idempotent. */
  release(): Promise<void>;
}

/**
 * A runtime that runs whole graphs on tensors: what training and evaluation need, next to
 * `InferenceBackend`, which takes frames. A value that is passed in, never detected.
 */
export interface GraphRuntime {
  /** The execution provider that graphs run on. */
  readonly executionProvider: string;
  /** @throws ModelLoadError, InvalidArgumentError for a carried name that the graph lacks. */
  open(model: Uint8Array, options?: GraphSessionOptions): Promise<GraphSession>;
}
