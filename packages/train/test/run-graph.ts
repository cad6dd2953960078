import type { Tensor } from '@ocelli/core';
import { encodeModel, type OnnxModel } from '@ocelli/onnx';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';

export interface OpenGraph {
  /** Values of all outputs, by name. */
  readonly run: (
    feeds: Readonly<Record<string, Tensor<'float32'>>>,
  ) => Promise<Record<string, Float32Array<ArrayBuffer>>>;
  readonly release: () => Promise<void>;
}

/** Opens a graph of float32 values on the CPU. */
export const openGraph = async (model: OnnxModel): Promise<OpenGraph> => {
  const session = await InferenceSession.create(encodeModel(model), { logSeverityLevel: 3 });
  return {
    run: async (feeds) => {
      const tensors = Object.entries(feeds).map(
        ([name, { data, dims }]) => [name, new OrtTensor('float32', data, dims)] as const,
      );
      const outputs = await session.run(Object.fromEntries(tensors));
      return Object.fromEntries(
        Object.entries(outputs).map(([name, { data }]) => [
          name,
          data as Float32Array<ArrayBuffer>,
        ]),
      );
    },
    release: () => session.release(),
  };
};
