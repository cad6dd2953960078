import { elementCount } from '@ocelli/core';
import { decodeModel } from '../model/decode-model.js';
import { graphOf, isStandardDomain, withGraph } from '../model/model-parts.js';
import { ONNX_DTYPES, type OnnxDType, onnxDTypeOf } from '../model/onnx-dtype.js';
import type { OnnxGraph, OnnxModel } from '../model/onnx-model.js';
import { tensorDims } from '../model/tensor-proto.js';
import { readValueInfo, toValueInfo, type ValueDeclaration } from '../model/value-info.js';
import { inferShapes } from '../shapes/infer-shapes.js';
import {
  countMultiplyAccumulates,
  type MultiplyAccumulateCount,
} from './count-multiply-accumulates.js';
import { countParameters, type ParameterCount } from './count-parameters.js';
import { type ExternalTensor, listExternalData } from './list-external-data.js';

/** An output, and the operator that makes it: a Softmax tells that it holds probabilities. */
export interface OutputInspection extends ValueDeclaration {
  /** Undefined when the output is an input or a stored tensor. */
  readonly producedBy: string | undefined;
}

/** What can be told about a model without running it. */
export interface ModelInspection extends ParameterCount, MultiplyAccumulateCount {
  readonly irVersion: number;
  /** Version by domain; the standard's own is `ai.onnx`. */
  readonly opsets: Readonly<Record<string, number>>;
  readonly producer: { readonly name: string; readonly version: string };
  readonly metadata: Readonly<Record<string, string>>;
  /** Values to feed; stored tensors that old files list as inputs too are not among them. */
  readonly inputs: readonly ValueDeclaration[];
  readonly outputs: readonly OutputInspection[];
  readonly nodeCount: number;
  /** Nodes by operator, most frequent first; with the domain when it is not the standard's. */
  readonly operators: Readonly<Record<string, number>>;
  /** Operators whose results' shapes are unknown here. */
  readonly unknownOperators: readonly string[];
  /** Bytes of the stored tensors by element type, those in other files included. */
  readonly initializerBytes: Readonly<Partial<Record<OnnxDType, number>>>;
  readonly externalData: readonly ExternalTensor[];
}

const countOperators = (graph: OnnxGraph): Record<string, number> => {
  const counts = new Map<string, number>();
  for (const { domain, opType = '' } of graph.node) {
    const name = isStandardDomain(domain) ? opType : `${domain}.${opType}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
};

const countBytes = (graph: OnnxGraph): Partial<Record<OnnxDType, number>> => {
  const bytes: Partial<Record<OnnxDType, number>> = {};
  for (const tensor of graph.initializer) {
    const dtype = onnxDTypeOf(tensor.dataType);
    if (dtype === undefined) continue;
    const size =
      dtype === 'string'
        ? tensor.stringData.reduce((sum, text) => sum + text.length, 0)
        : Math.ceil((elementCount(tensorDims(tensor)) * ONNX_DTYPES[dtype].bits) / 8);
    bytes[dtype] = (bytes[dtype] ?? 0) + size;
  }
  return bytes;
};

/** The model with the batch, a free first dim of an input, fixed at 1. */
const withBatchOfOne = (model: OnnxModel): { model: OnnxModel; batchNames: string[] } => {
  const batchNames: string[] = [];
  const input = graphOf(model).input.map((info) => {
    const { name, dtype, dims } = readValueInfo(info);
    const [batch, ...rest] = dims ?? [];
    if (dtype === undefined || typeof batch !== 'string') return info;
    if (batch !== '?') batchNames.push(batch);
    return toValueInfo(name, dtype, [1, ...rest]);
  });
  return { model: withGraph(model, { input }), batchNames };
};

const inspectOutputs = (model: OnnxModel): OutputInspection[] => {
  const graph = graphOf(model);
  const { shapes } = inferShapes(model);
  const operators = new Map(
    graph.node.flatMap(({ output, opType }) => output.map((name) => [name, opType] as const)),
  );
  return graph.output.map((info) => {
    const { name, dtype, dims } = readValueInfo(info);
    const inferred = shapes.get(name);
    return {
      name,
      dtype: dtype ?? inferred?.dtype,
      dims: dims ?? inferred?.dims,
      producedBy: operators.get(name),
    };
  });
};

/** Anything else is for `decodeModel` to judge. */
const isModel = (source: unknown): source is OnnxModel =>
  typeof source === 'object' && source !== null && '$typeName' in source;

/**
 * Inspects a model. Multiply-accumulates are those of one picture: a free first dim of an input counts
 * as 1; other free dims make the count undefined, unless `dimSizes` gives their sizes.
 *
 * @throws MalformedModelError when bytes are given that are not an ONNX model.
 * @throws InvalidArgumentError for anything but a model or bytes.
 */
export const inspectModel = (
  source: OnnxModel | Uint8Array | ArrayBuffer,
  { dimSizes = {} }: { readonly dimSizes?: Readonly<Record<string, number>> } = {},
): ModelInspection => {
  const model = isModel(source) ? source : decodeModel(source);
  const graph = graphOf(model);
  const stored = new Set(graph.initializer.map(({ name }) => name));
  const single = withBatchOfOne(model);
  const batchSizes = Object.fromEntries(single.batchNames.map((name) => [name, 1]));
  const inference = inferShapes(single.model, { dimSizes: { ...batchSizes, ...dimSizes } });
  return {
    irVersion: Number(model.irVersion ?? 0n),
    opsets: Object.fromEntries(
      model.opsetImport.map(({ domain = '', version = 0n }) => [
        isStandardDomain(domain) ? 'ai.onnx' : domain,
        Number(version),
      ]),
    ),
    producer: { name: model.producerName ?? '', version: model.producerVersion ?? '' },
    metadata: Object.fromEntries(
      model.metadataProps.map(({ key = '', value = '' }) => [key, value]),
    ),
    inputs: graph.input.filter(({ name }) => !stored.has(name)).map(readValueInfo),
    outputs: inspectOutputs(model),
    nodeCount: graph.node.length,
    operators: countOperators(graph),
    unknownOperators: inference.unknownOperators,
    ...countParameters(graph, inference),
    ...countMultiplyAccumulates(graph, inference),
    initializerBytes: countBytes(graph),
    externalData: listExternalData(graph),
  };
};
