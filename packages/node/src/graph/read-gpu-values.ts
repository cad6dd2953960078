import type { DType, Tensor } from '@ocelli/core';
import { type OrtApi, type ReadOrtValues, tensorOver } from '@ocelli/core/runtime';
import { createGraphBuilder, encodeModel } from '@ocelli/onnx';

/**
 * Reads values that lie in GPU buffers. `getData` of such a tensor ends the process in onnxruntime-node
 * 1.30 (an uncaught native exception), so the values pass through a graph that copies them to the CPU.
 */
export const readGpuValues =
  ({ InferenceSession }: OrtApi): ReadOrtValues =>
  async (values) => {
    const g = createGraphBuilder({ name: 'read' });
    const names = Object.entries(values).map(([name, { type, dims }]) => {
      const dtype = type as DType;
      const copy = g.node('Identity', [g.input(name, dtype, dims)], {}, { name: `${name}_copy` });
      g.output(copy, dtype, dims);
      return { name, copy };
    });
    const session = await InferenceSession.create(encodeModel(g.build()), {
      executionProviders: ['webgpu'],
      logSeverityLevel: 4,
    });
    try {
      const copies = await session.run(
        values,
        Object.fromEntries(names.map(({ copy }) => [copy, null])),
      );
      const tensors: Record<string, Tensor> = {};
      for (const { name, copy } of names) {
        const value = copies[copy];
        if (value !== undefined) tensors[name] = tensorOver(value.type, value.dims, value.data);
      }
      return tensors;
    } finally {
      await session.release();
    }
  };
