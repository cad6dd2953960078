import { toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from '../proto/onnx_pb.generated.js';
import type { OnnxModel } from './onnx-model.js';

/** Encodes a model as the bytes of an ONNX file; an unchanged decoded file gives its own bytes again. */
export const encodeModel = (model: OnnxModel): Uint8Array => toBinary(ModelProtoSchema, model);
