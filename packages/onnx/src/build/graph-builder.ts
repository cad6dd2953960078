import { create } from '@bufbuild/protobuf';
import { createTensor, type DType, InvalidArgumentError, type Tensor } from '@ocelli/core';
import { createGraphIndex } from '../graph/graph-index.js';
import type { OnnxDType } from '../model/onnx-dtype.js';
import { graphOf, opsetOf, withGraph } from '../model/model-parts.js';
import type { OnnxModel } from '../model/onnx-model.js';
import { toTensorProto } from '../model/tensor-proto.js';
import { type Dim, toValueInfo } from '../model/value-info.js';
import {
  GraphProtoSchema,
  ModelProtoSchema,
  OperatorSetIdProtoSchema,
  StringStringEntryProtoSchema,
} from '../proto/onnx_pb.generated.js';
import { makeNode } from './make-node.js';
import { createNameScope } from './name-scope.js';
import type { AttributesOf, OperatorName } from './operator-attributes.js';

/** The opset that graphs are built for unless asked otherwise. */
export const DEFAULT_OPSET = 17;

/** The oldest IR version that may carry each opset, from the standard's version table. */
export const irVersionFor = (opset: number): number =>
  opset >= 23 ? 11 : opset >= 21 ? 10 : opset >= 19 ? 9 : 8;

export interface GraphBuilderOptions {
  /** Name of the graph. */
  readonly name: string;
  /** Version of the standard operator set, from 15 on. Default 17. */
  readonly opset?: number;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What else a node may be given. */
export interface NodeOptions {
  /** Base of the node's and its outputs' names; made unique. Default: the operator in lower case. */
  readonly name?: string;
}

/**
 * Builds a graph node by node. Values are their names; every method returns the name of what it made,
 * so calls nest: `g.node('Relu', [g.node('Conv', [x, w], { pads: [1, 1, 1, 1] })])`.
 */
export interface GraphBuilder {
  readonly opset: number;
  /** A value that is fed. @throws InvalidArgumentError when the name is taken. */
  readonly input: (name: string, dtype: OnnxDType, dims: readonly Dim[]) => string;
  /** A stored tensor, not copied; its name is made unique. */
  readonly initializer: (name: string, tensor: Tensor) => string;
  /** A stored int64 vector: sizes, axes, shapes. */
  readonly int64: (name: string, values: readonly number[]) => string;
  /** A stored scalar. */
  readonly scalar: (
    name: string,
    dtype: Exclude<DType, 'int64' | 'uint64'>,
    value: number,
  ) => string;
  /** Calls an operator and returns its first output. */
  readonly node: <Op extends OperatorName>(
    op: Op,
    inputs: readonly string[],
    attributes?: AttributesOf<Op>,
    options?: NodeOptions,
  ) => string;
  /** Calls an operator and returns its first `count` outputs. */
  readonly nodes: <Op extends OperatorName>(
    count: number,
    op: Op,
    inputs: readonly string[],
    attributes?: AttributesOf<Op>,
    options?: NodeOptions,
  ) => string[];
  /** Declares a value as an output, under its own name; rename it with `node('Identity', …)`. */
  readonly output: (value: string, dtype: OnnxDType, dims?: readonly Dim[]) => void;
  /**
   * The model so far; building may go on afterwards.
   *
   * @throws InvalidGraphError when a node or output uses a value that nothing produces.
   */
  readonly build: () => OnnxModel;
}

const emptyModel = ({
  name,
  opset = DEFAULT_OPSET,
  metadata = {},
}: GraphBuilderOptions): OnnxModel =>
  create(ModelProtoSchema, {
    irVersion: BigInt(irVersionFor(opset)),
    producerName: 'ocelli',
    opsetImport: [create(OperatorSetIdProtoSchema, { domain: '', version: BigInt(opset) })],
    graph: create(GraphProtoSchema, { name }),
    metadataProps: Object.entries(metadata).map(([key, value]) =>
      create(StringStringEntryProtoSchema, { key, value }),
    ),
  });

/**
 * Creates a builder for one graph of standard operators.
 *
 * @example
 * const g = createGraphBuilder({ name: 'head' });
 * const x = g.input('features', 'float32', ['N', 512]);
 * const w = g.initializer('weight', createTensor('float32', [10, 512]));
 * const logits = g.node('Gemm', [x, w], { transB: 1 }, { name: 'logits' });
 * g.output(logits, 'float32', ['N', 10]);
 * const bytes = encodeModel(g.build());
 */
export const createGraphBuilder = (options: GraphBuilderOptions): GraphBuilder =>
  extendGraph(emptyModel(options));

/**
 * Creates a builder that goes on where a model ends: its values can be used by name, and `build` gives a
 * new model with the added nodes, tensors, inputs and outputs. The model itself is not touched.
 *
 * @throws InvalidGraphError when the model breaks the rules of a graph.
 */
export const extendGraph = (model: OnnxModel): GraphBuilder => {
  const graph = graphOf(model);
  const scope = createNameScope(createGraphIndex(model).values);
  const nodeNames = createNameScope(graph.node.map(({ name = '' }) => name));
  const node = [...graph.node];
  const initializers = [...graph.initializer];
  const input = [...graph.input];
  const output = [...graph.output];

  const initializer = (name: string, tensor: Tensor): string => {
    const unique = scope.unique(name);
    initializers.push(toTensorProto(unique, tensor));
    return unique;
  };

  const nodes = <Op extends OperatorName>(
    count: number,
    op: Op,
    inputs: readonly string[],
    attributes?: AttributesOf<Op>,
    { name = op.toLowerCase() }: NodeOptions = {},
  ): string[] => {
    const outputs = Array.from({ length: count }, () => scope.unique(name));
    const parts = { op, inputs, outputs, name: nodeNames.unique(name) };
    node.push(makeNode(attributes === undefined ? parts : { ...parts, attributes }));
    return outputs;
  };

  return {
    opset: opsetOf(model),
    input: (name, dtype, dims) => {
      if (!scope.claim(name)) {
        throw new InvalidArgumentError({
          argument: 'name',
          expected: 'a name that no other value of the graph has',
          actual: `"${name}", which is taken`,
        });
      }
      input.push(toValueInfo(name, dtype, dims));
      return name;
    },
    initializer,
    int64: (name, values) =>
      initializer(name, createTensor('int64', [values.length], BigInt64Array.from(values, BigInt))),
    scalar: (name, dtype, value) => {
      const tensor = createTensor(dtype, []);
      tensor.data[0] = value;
      return initializer(name, tensor);
    },
    node: (op, inputs, attributes, options) => nodes(1, op, inputs, attributes, options)[0] ?? '',
    nodes,
    output: (value, dtype, dims) => {
      output.push(toValueInfo(value, dtype, dims));
    },
    build: () => {
      const extended = withGraph(model, {
        node: [...node],
        initializer: [...initializers],
        input: [...input],
        output: [...output],
      });
      createGraphIndex(extended);
      return extended;
    },
  };
};
