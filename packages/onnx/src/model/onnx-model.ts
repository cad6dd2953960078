/**
 * The decoded form of a model is the protobuf message itself, as plain objects: what this package does
 * not know survives decode and encode, and a rewrite is an object spread that shares what it keeps.
 * int64 fields are `bigint`.
 */
export type {
  AttributeProto as OnnxAttribute,
  GraphProto as OnnxGraph,
  ModelProto as OnnxModel,
  NodeProto as OnnxNode,
  OperatorSetIdProto as OnnxOperatorSet,
  TensorProto as OnnxTensor,
  TypeProto as OnnxType,
  ValueInfoProto as OnnxValueInfo,
} from '../proto/onnx_pb.generated.js';
