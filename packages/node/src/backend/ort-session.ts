import {
  DTYPES,
  type DType,
  InferenceError,
  ModelLoadError,
  type Tensor,
  type TensorInfo,
} from '@ocelli/core';
import type { RuntimeSession } from '@ocelli/core/runtime';
import type * as Ort from 'onnxruntime-node';

type OrtModule = typeof Ort;

const isDType = (type: string): type is DType => (DTYPES as readonly string[]).includes(type);

const tensorInfos = (
  source: string,
  metadata: readonly Ort.InferenceSession.ValueMetadata[],
): TensorInfo[] =>
  metadata.map((value) => {
    if (value.isTensor && isDType(value.type)) {
      return { name: value.name, dtype: value.type, dims: [...value.shape] };
    }
    throw new ModelLoadError({
      source,
      reason: `"${value.name}" is ${value.isTensor ? `a tensor of ${value.type}` : 'not a tensor'}`,
      remedy: `Export the model with tensors of ${DTYPES.join(', ')} as inputs and outputs.`,
    });
  });

/** ONNX Runtime's tensor as ours, over the same memory, which ONNX Runtime does not keep. */
const tensorOf = (value: Ort.Tensor): Tensor => {
  const dtype = value.type as DType;
  const { buffer, byteOffset, length } = value.data as Uint8Array;
  // Where JavaScript has a Float16Array, onnxruntime-common uses it.
  const data = dtype === 'float16' ? new Uint16Array(buffer, byteOffset, length) : value.data;
  return { dtype, dims: value.dims, data: data as Tensor['data'] };
};

/**
 * Wraps a session of onnxruntime-node.
 *
 * @throws ModelLoadError when an input or output is not a tensor of a known dtype.
 */
export const createOrtRuntimeSession = (
  ort: OrtModule,
  session: Ort.InferenceSession,
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
            new ort.Tensor(dtype, data as Uint8Array, dims),
          ]),
        ),
        outputs,
      );
      return Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, tensorOf(value)]),
      );
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new InferenceError({ executionProvider, reason, cause });
    }
  },
  release: () => session.release(),
});
