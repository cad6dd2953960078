import type { Tensor, TensorInfo } from '../tensor/tensor.js';

/** A runtime's own session, reduced to what the shared pipeline needs: the seam to onnxruntime-*. */
export interface RuntimeSession {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /**
   * Computes the named outputs. The tensors handed back belong to the caller.
   *
   * @throws InferenceError for whatever the runtime throws: nobody above turns it into one.
   */
  run(
    feeds: Readonly<Record<string, Tensor>>,
    outputs: readonly string[],
  ): Promise<Record<string, Tensor>>;
  release(): Promise<void>;
}

/** Names of the tensors, in order. */
export const namesOf = (tensors: readonly TensorInfo[]): string[] =>
  tensors.map((tensor) => tensor.name);
