import { InvalidArgumentError } from '@ocelli/core';
import { extendGraph } from '../build/graph-builder.js';
import { createGraphIndex } from '../graph/graph-index.js';
import { opsetOf, withGraph } from '../model/model-parts.js';
import { isDType } from '../model/onnx-dtype.js';
import type { OnnxModel } from '../model/onnx-model.js';
import { inferShapes } from '../shapes/infer-shapes.js';
import { upgradeOpset } from './upgrade-opset.js';

/** From this version Softmax works on one axis alone. */
const SOFTMAX_OPSET = 13;

export interface SoftmaxTopKOptions {
  /** The output with the logits, `[N, classes]`. Default: the only output. */
  readonly logits?: string;
  /** How many of the largest to hand out, in falling order. Default: all probabilities, no indices. */
  readonly topK?: number;
}

/**
 * Appends softmax and top-k: the output `logits` gives way to `probabilities` (`[N, classes]`, or
 * `[N, topK]` in falling order) and, with `topK`, `indices` (int64, `[N, topK]`). Names that the model
 * uses already get a suffix. Other outputs stay, before these.
 *
 * @throws InvalidArgumentError when `logits` is not an output or `topK` is not a positive integer.
 */
export const appendSoftmaxTopK = (
  model: OnnxModel,
  { logits: requested, topK }: SoftmaxTopKOptions = {},
): OnnxModel => {
  const base = opsetOf(model) < SOFTMAX_OPSET ? upgradeOpset(model, SOFTMAX_OPSET) : model;
  const { outputs } = createGraphIndex(base);
  const logits = requested ?? (outputs.length === 1 ? outputs[0] : undefined);
  if (logits === undefined || !outputs.includes(logits)) {
    throw new InvalidArgumentError({
      argument: 'options.logits',
      expected: `one of the outputs ${outputs.join(', ')}`,
      actual: logits === undefined ? 'missing' : `"${logits}"`,
    });
  }
  if (topK !== undefined && (!Number.isSafeInteger(topK) || topK < 1)) {
    throw new InvalidArgumentError({
      argument: 'options.topK',
      expected: 'a positive integer',
      actual: String(topK),
    });
  }
  const shape = inferShapes(base).shapes.get(logits);
  const dtype = isDType(shape?.dtype) ? shape.dtype : 'float32';
  const [batch = 'N', classes = '?'] = shape?.dims ?? [];
  const g = extendGraph(
    withGraph(base, {
      output: base.graph?.output.filter(({ name }) => name !== logits) ?? [],
    }),
  );
  const probabilities = g.node(
    'Softmax',
    [logits],
    { axis: -1 },
    { name: topK === undefined ? 'probabilities' : 'softmax' },
  );
  if (topK === undefined) {
    g.output(probabilities, dtype, [batch, classes]);
    return g.build();
  }
  const [values = '', indices = ''] = g.nodes(
    2,
    'TopK',
    [probabilities, g.int64('top_k', [topK])],
    { axis: -1 },
    { name: 'top_k_outputs' },
  );
  g.output(g.node('Identity', [values], {}, { name: 'probabilities' }), dtype, [batch, topK]);
  g.output(g.node('Identity', [indices], {}, { name: 'indices' }), 'int64', [batch, topK]);
  return g.build();
};
