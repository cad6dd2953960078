import { elementCount } from '@ocelli/core';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { encodeModel } from '../src/model/encode-model.js';
import { graphOf, withGraph } from '../src/model/model-parts.js';
import type { OnnxModel } from '../src/model/onnx-model.js';
import { toValueInfo } from '../src/model/value-info.js';

/** Runs a model once on the CPU. Feeds and fetches by name. */
export const runModel = async (
  model: OnnxModel,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Tensor>> => {
  const session = await InferenceSession.create(encodeModel(model), { logSeverityLevel: 3 });
  try {
    return await session.run(feeds);
  } finally {
    await session.release();
  }
};

/** A float tensor with a fixed pattern of values between -1 and 1. */
export const patternTensor = (dims: readonly number[]): Tensor =>
  new Tensor(
    'float32',
    Float32Array.from({ length: elementCount(dims) }, (_, at) => Math.sin(at * 1.7)),
    dims,
  );

/** The model with all results of its nodes as outputs, of the dtypes that `dtypeOf` tells. */
export const withAllOutputs = (
  model: OnnxModel,
  dtypeOf: (value: string) => Parameters<typeof toValueInfo>[1] | undefined,
): OnnxModel => {
  const names = graphOf(model).node.flatMap(({ output }) => output.filter(Boolean));
  return withGraph(model, {
    output: names.map((name) => toValueInfo(name, dtypeOf(name) ?? 'float32', undefined)),
  });
};
