import {
  DTYPES,
  type DType,
  InferenceError,
  ModelLoadError,
  type Tensor,
  type TensorInfo,
} from '@ocelli/core';
import {
  type OrtSession,
  type OrtValueMetadata,
  type RuntimeSession,
  tensorOver,
} from '@ocelli/core/runtime';
import type { OrtWeb } from '../ort/load-ort.js';

const isDType = (type: string | undefined): type is DType =>
  (DTYPES as readonly (string | undefined)[]).includes(type);

const tensorInfos = (source: string, metadata: readonly OrtValueMetadata[]): TensorInfo[] =>
  metadata.map(({ name, isTensor, type, shape }) => {
    if (isTensor && isDType(type)) return { name, dtype: type, dims: [...(shape ?? [])] };
    throw new ModelLoadError({
      source,
      reason: `"${name}" is ${isTensor ? `a tensor of ${String(type)}` : 'not a tensor'}`,
      remedy: `Export the model with tensors of ${DTYPES.join(', ')} as inputs and outputs.`,
    });
  });

/**
 * Wraps a session of onnxruntime-web.
 *
 * @throws ModelLoadError when an input or output is not a tensor of a known dtype.
 */
export const createOrtRuntimeSession = (
  ort: OrtWeb,
  session: OrtSession,
  { source, executionProvider }: { source: string; executionProvider: string },
): RuntimeSession => ({
  inputs: tensorInfos(source, session.inputMetadata),
  outputs: tensorInfos(source, session.outputMetadata),
  run: async (feeds, outputs) => {
    try {
      const values = await session.run(
        Object.fromEntries(
          Object.entries(feeds).map(([name, { dtype, dims, data }]) => [
            name,
            new ort.Tensor(dtype, data, dims),
          ]),
        ),
        Object.fromEntries(outputs.map((name) => [name, null])),
      );
      const tensors: Record<string, Tensor> = {};
      // Outputs are copies already: onnxruntime-web never hands out the memory of its module.
      for (const name of outputs) {
        const value = values[name];
        if (value !== undefined) tensors[name] = tensorOver(value.type, value.dims, value.data);
      }
      return tensors;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new InferenceError({ executionProvider, reason, cause });
    }
  },
  release: () => session.release(),
});
