import { isExternal } from '../model/tensor-proto.js';
import type { OnnxGraph, OnnxTensor } from '../model/onnx-model.js';

/** One tensor that is stored in another file. Offset and length in bytes. */
export interface ExternalTensor {
  readonly name: string;
  /** Path relative to the model's folder. */
  readonly location: string;
  readonly offset: number;
  /** Undefined when the model leaves it open: to the end of the file. */
  readonly length: number | undefined;
}

const entry = (tensor: OnnxTensor, key: string): string | undefined =>
  tensor.externalData.find((pair) => pair.key === key)?.value;

/** Lists the tensors of a graph that are stored in other files. */
export const listExternalData = (graph: OnnxGraph): ExternalTensor[] => {
  const stored = [
    ...graph.initializer,
    ...graph.node.flatMap(({ attribute }) => attribute.flatMap(({ t }) => t ?? [])),
  ];
  return stored.filter(isExternal).map((tensor) => {
    const length = entry(tensor, 'length');
    return {
      name: tensor.name ?? '',
      location: entry(tensor, 'location') ?? '',
      offset: Number(entry(tensor, 'offset') ?? 0),
      length: length === undefined ? undefined : Number(length),
    };
  });
};
