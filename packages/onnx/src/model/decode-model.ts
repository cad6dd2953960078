import { fromBinary } from '@bufbuild/protobuf';
import { InvalidArgumentError } from '@ocelli/core';
import { MalformedModelError } from '../errors/malformed-model-error.js';
import { ModelProtoSchema } from '../proto/onnx_pb.generated.js';
import { FOREIGN_FORMATS, recognizeForeignFormat } from './foreign-format.js';
import type { OnnxGraph, OnnxModel } from './onnx-model.js';

const MAX_DIM = BigInt(Number.MAX_SAFE_INTEGER);

/** The first thing in a graph that no ONNX graph has, as a clause. */
const graphDefect = (graph: OnnxGraph): string | undefined => {
  if (graph.output.length === 0) return 'its graph has no outputs';
  if (graph.node.some((node) => !node.opType)) return 'its graph has a node without an operator';
  if ([...graph.input, ...graph.output].some((value) => !value.name)) {
    return 'its graph has an input or output without a name';
  }
  const tensor = graph.initializer.find(
    ({ name, dims }) => !name || dims.some((dim) => dim < 0n || dim > MAX_DIM),
  );
  return tensor && `its initializer "${tensor.name ?? ''}" has no name or an impossible dim`;
};

/** Unknown fields are legal, so the wrong message can decode; these fields no model can be without. */
const modelDefect = (model: OnnxModel): string | undefined => {
  if (!model.graph) return 'it has no graph';
  if (!model.irVersion || model.irVersion < 0n) return 'it has no IR version';
  if (model.irVersion >= 3n && model.opsetImport.length === 0) return 'it imports no operator set';
  return graphDefect(model.graph);
};

const malformed = (bytes: Uint8Array, defect: string, cause?: unknown): MalformedModelError => {
  const foreignFormat = recognizeForeignFormat(bytes);
  const reason =
    foreignFormat === undefined
      ? defect
      : `it looks like ${FOREIGN_FORMATS[foreignFormat].description}`;
  return new MalformedModelError({ reason, foreignFormat, cause });
};

const describe = (source: unknown): string =>
  typeof source === 'object' && source !== null
    ? `an object of ${source.constructor?.name ?? 'no class'}`
    : typeof source === 'string'
      ? `a string of ${source.length} characters`
      : String(source);

const bytesOf = (source: unknown): Uint8Array => {
  if (!(source instanceof Uint8Array || source instanceof ArrayBuffer)) {
    throw new InvalidArgumentError({
      argument: 'bytes',
      expected: 'the content of the file as a Uint8Array or ArrayBuffer',
      actual: describe(source),
      remedy: 'Read the file first: pass `await readFile(path)` or `await response.arrayBuffer()`.',
    });
  }
  if (source.byteLength === 0) throw new MalformedModelError({ reason: 'it is empty' });
  return source instanceof Uint8Array ? source : new Uint8Array(source);
};

/**
 * Decodes an ONNX file. Weights are not copied: tensors are views of the bytes, which must therefore
 * stay as they are while the model is used. Fields that this package does not know are kept.
 *
 * @throws MalformedModelError when the bytes are anything but a complete ONNX model.
 * @throws InvalidArgumentError for anything but bytes: a path, a promise, another typed array.
 */
export const decodeModel = (source: Uint8Array | ArrayBuffer): OnnxModel => {
  const bytes = bytesOf(source);
  let model: OnnxModel;
  try {
    model = fromBinary(ModelProtoSchema, bytes);
  } catch (cause) {
    throw malformed(bytes, 'its protobuf encoding is corrupt or ends early', cause);
  }
  const defect = modelDefect(model);
  if (defect !== undefined) throw malformed(bytes, defect);
  return model;
};
