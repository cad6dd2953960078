import { InvalidArgumentError, type Tensor } from '@ocelli/core';
import { graphOf, withGraph } from '../model/model-parts.js';
import type { OnnxModel } from '../model/onnx-model.js';
import { onnxDTypeOf } from '../model/onnx-dtype.js';
import { toTensorProto } from '../model/tensor-proto.js';
import { toValueInfo } from '../model/value-info.js';

/**
 * Replaces the values of a stored tensor, and its dims when they differ (a last layer with other labels).
 * The new values are not copied; declared shapes that depended on the old dims are the caller's to drop.
 *
 * @throws InvalidArgumentError when there is no such tensor or the dtype differs.
 */
export const replaceInitializer = (model: OnnxModel, name: string, tensor: Tensor): OnnxModel => {
  const graph = graphOf(model);
  const old = graph.initializer.find((stored) => stored.name === name);
  const dtype = onnxDTypeOf(old?.dataType);
  if (old === undefined || dtype !== tensor.dtype) {
    throw new InvalidArgumentError({
      argument: old === undefined ? 'name' : 'tensor',
      expected:
        old === undefined ? 'the name of a stored tensor' : `of dtype ${dtype ?? 'unknown'}`,
      actual: old === undefined ? `"${name}"` : `of dtype ${tensor.dtype}`,
    });
  }
  const replacement = toTensorProto(name, tensor);
  return withGraph(model, {
    initializer: graph.initializer.map((stored) => (stored === old ? replacement : stored)),
    input: graph.input.map((info) =>
      info.name === name ? toValueInfo(name, tensor.dtype, tensor.dims) : info,
    ),
  });
};
