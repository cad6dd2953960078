export { MalformedModelError } from './errors/malformed-model-error.js';
export {
  InvalidGraphError,
  UnreadableTensorError,
  UnsupportedRewriteError,
} from './errors/graph-errors.js';

export type {
  OnnxAttribute,
  OnnxGraph,
  OnnxModel,
  OnnxNode,
  OnnxOperatorSet,
  OnnxTensor,
  OnnxType,
  OnnxValueInfo,
} from './model/onnx-model.js';
export { decodeModel } from './model/decode-model.js';
export { encodeModel } from './model/encode-model.js';
export {
  FOREIGN_FORMATS,
  type ForeignFormat,
  recognizeForeignFormat,
} from './model/foreign-format.js';
export { ONNX_DTYPES, type OnnxDType, onnxDTypeOf } from './model/onnx-dtype.js';
export { readTensor, tensorDims, toTensorProto } from './model/tensor-proto.js';
export { type Dim, readValueInfo, toValueInfo, type ValueDeclaration } from './model/value-info.js';
export {
  type AttributeKind,
  type AttributeKinds,
  findAttribute,
  floatAttribute,
  intAttribute,
  intsAttribute,
  nestedGraphs,
  stringAttribute,
  toAttribute,
} from './model/attributes.js';
export { graphOf, isStandardDomain, opsetOf, withGraph } from './model/model-parts.js';

export {
  createGraphIndex,
  describeNode,
  type GraphIndex,
  nodeInputs,
  nodeOutputs,
} from './graph/graph-index.js';

export {
  inferShapes,
  type InferShapesOptions,
  type ShapeInference,
} from './shapes/infer-shapes.js';
export type { ValueShape } from './shapes/value-shape.js';

export {
  inspectModel,
  type ModelInspection,
  type OutputInspection,
} from './inspect/inspect-model.js';
export type { MultiplyAccumulateCount } from './inspect/count-multiply-accumulates.js';
export type { ParameterCount } from './inspect/count-parameters.js';
export type { ExternalTensor } from './inspect/list-external-data.js';

export {
  createGraphBuilder,
  DEFAULT_OPSET,
  extendGraph,
  type GraphBuilder,
  type GraphBuilderOptions,
  type NodeOptions,
} from './build/graph-builder.js';
export { makeNode, type NodeParts } from './build/make-node.js';
export { createNameScope, type NameScope } from './build/name-scope.js';
export {
  type AttributesOf,
  OPERATOR_ATTRIBUTES,
  type OperatorName,
} from './build/operator-attributes.js';

export { appendSoftmaxTopK, type SoftmaxTopKOptions } from './rewrite/append-softmax-top-k.js';
export { composeModels } from './rewrite/compose-models.js';
export { extractSubgraph, type SubgraphBoundary } from './rewrite/extract-subgraph.js';
export { fusePreprocessing, type FusePreprocessingOptions } from './rewrite/fuse-preprocessing.js';
export { renameValues } from './rewrite/rename-values.js';
export { replaceInitializer } from './rewrite/replace-initializer.js';
export { upgradeOpset } from './rewrite/upgrade-opset.js';

export type { SourceSize } from './preprocessing/place-picture.js';
export {
  buildPreprocessingModel,
  type PreprocessingModelOptions,
} from './preprocessing/preprocessing-model.js';
export { SOURCE_FORMATS, type SourceFormat } from './preprocessing/source-format.js';
