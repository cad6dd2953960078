import { InvalidArgumentError } from '@ocelli/core';
import { extendGraph } from '../build/graph-builder.js';
import { createGraphIndex } from '../graph/graph-index.js';
import { opsetOf, withGraph } from '../model/model-parts.js';
import type { OnnxModel } from '../model/onnx-model.js';
import type { Dim } from '../model/value-info.js';
import { inferShapes } from '../shapes/infer-shapes.js';
import { upgradeOpset } from './upgrade-opset.js';

/** From this version Softmax works on one axis alone. */
const SOFTMAX_OPSET = 13;

export interface SoftmaxTopKOptions {
  /** The output with the logits, `[N, classes]` or `[N, classes, 1, 1]`. Default: the only output. */
  readonly logits?: string;
  /** How many of the largest to hand out, in falling order. Default: all probabilities, no indices. */
  readonly topK?: number;
}

/** What both operators take. */
const LOGIT_DTYPES = ['float16', 'float32', 'float64'] as const;

interface Logits {
  readonly name: string;
  readonly dtype: (typeof LOGIT_DTYPES)[number];
  readonly batch: Dim;
  readonly classes: Dim;
  /** They are `[N, classes]` as they come. */
  readonly isFlat: boolean;
}

/** The logits among the outputs; the last axes of `[N, classes, 1, 1]` are left over from pooling. */
const findLogits = (model: OnnxModel, requested: string | undefined): Logits => {
  const { outputs } = createGraphIndex(model);
  const name = requested ?? (outputs.length === 1 ? outputs[0] : undefined);
  const refuse = (expected: string, actual: string): never => {
    throw new InvalidArgumentError({ argument: 'options.logits', expected, actual });
  };
  if (name === undefined || !outputs.includes(name)) {
    const actual = name === undefined ? 'missing' : `"${name}"`;
    return refuse(`one of the outputs ${outputs.join(', ')}`, actual);
  }
  const { dtype: declared, dims } = inferShapes(model).shapes.get(name) ?? {};
  const dtype = LOGIT_DTYPES.find((each) => each === declared);
  if (dtype === undefined) {
    const actual = `"${name}", of dtype ${declared ?? 'unknown'}`;
    return refuse(`an output of ${LOGIT_DTYPES.join(', ')}`, actual);
  }
  const [batch = 'N', classes = '?', ...rest] = dims ?? [];
  const isSpread = rest.some((dim) => typeof dim === 'number' && dim !== 1);
  if (dims !== undefined && (dims.length < 2 || isSpread)) {
    const actual = `"${name}", of dims [${dims.join(', ')}]`;
    return refuse('an output [N, classes], after which only axes of size 1 may come', actual);
  }
  return { name, dtype, batch, classes, isFlat: dims?.length === 2 };
};

const checkTopK = (topK: number, classes: Dim): void => {
  const isPositive = Number.isSafeInteger(topK) && topK >= 1;
  if (isPositive && (typeof classes === 'string' || topK <= classes)) return;
  throw new InvalidArgumentError({
    argument: 'options.topK',
    expected:
      typeof classes === 'string'
        ? 'a positive integer'
        : `a positive integer up to ${classes}, the number of classes`,
    actual: String(topK),
  });
};

/**
 * Appends softmax and top-k: the output `logits` gives way to `probabilities` (`[N, classes]`, or
 * `[N, topK]` in falling order) and, with `topK`, `indices` (int64, `[N, topK]`). Names that the model
 * uses already get a suffix. Other outputs stay, before these. Logits `[N, classes, 1, 1]` are flattened,
 * and so are those of unknown rank.
 *
 * @throws InvalidArgumentError when `logits` is not an output, is not of a float dtype or has other dims,
 * and when `topK` is not a positive integer up to the number of classes, as far as that is known.
 */
export const appendSoftmaxTopK = (
  model: OnnxModel,
  { logits: requested, topK }: SoftmaxTopKOptions = {},
): OnnxModel => {
  const base = opsetOf(model) < SOFTMAX_OPSET ? upgradeOpset(model, SOFTMAX_OPSET) : model;
  const { name, dtype, batch, classes, isFlat } = findLogits(base, requested);
  if (topK !== undefined) checkTopK(topK, classes);
  const g = extendGraph(
    withGraph(base, {
      output: base.graph?.output.filter((output) => output.name !== name) ?? [],
    }),
  );
  const probabilities = g.node(
    'Softmax',
    [isFlat ? name : g.node('Flatten', [name], { axis: 1 })],
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
