import { elementCount } from '@ocelli/core';
import { floatAttribute, intAttribute } from '@ocelli/onnx';
import { ofFirstOutput, type VjpContext, type VjpRule } from '../vjp-rule.js';
import { reduceTo, sumOver } from './reduce-to.js';

/** `[N, C, ...]` with one value per channel: axes to sum, and dims that broadcast a `[C]` value. */
const channelsOf = ({ inputs, dims }: VjpContext) => {
  const imageDims = dims(inputs[0] ?? '');
  const axes = imageDims.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  const column = imageDims.slice(1).map((dim, axis) => (axis === 0 ? dim : 1));
  const count = elementCount(imageDims) / (imageDims[1] ?? 1);
  return { axes, column, count };
};

/** `1 / sqrt(variance + epsilon)` */
const inverseDeviation = ({ g, node, scalar }: VjpContext, variance: string): string => {
  const epsilon = scalar(floatAttribute(node, 'epsilon') ?? 1e-5);
  return g.node('Reciprocal', [g.node('Sqrt', [g.node('Add', [variance, epsilon])])]);
};

/** Mean and variance of each channel of the batch, `[C]`. */
const batchStatistics = (context: VjpContext): [mean: string, variance: string] => {
  const { g, node, inputs, outputs, scalar, int64 } = context;
  const [, mean, variance] = outputs;
  // Without momentum the running statistics are the batch's own. (ONNX Runtime gives both one buffer when
  // one value is fed for both, which only a node with equal mean and variance does.)
  if (mean && variance && floatAttribute(node, 'momentum') === 0) return [mean, variance];
  const { axes, column, count } = channelsOf(context);
  const share = scalar(1 / count);
  const average = (value: string): string => g.node('Mul', [sumOver(context, value, axes), share]);
  const ownMean = average(inputs[0] ?? '');
  const centred = g.node('Sub', [inputs[0] ?? '', g.node('Reshape', [ownMean, int64(column)])]);
  return [ownMean, average(g.node('Mul', [centred, centred]))];
};

/** `slope x + offset`, both per channel, in one pass: a normalisation with mean 0 and deviation 1. */
const line = (context: VjpContext, x: string, slope: string, offset: string): string => {
  const { g, dims, int64, scalar, inputs } = context;
  const zeros = g.node('Expand', [scalar(0), int64(dims(inputs[1] ?? ''))]);
  return g.node('BatchNormalization', [x, slope, offset, zeros, zeros], { epsilon: 1 });
};

/**
 * With `a = scale / sqrt(variance + epsilon)` and `x' = (x - mean) / sqrt(variance + epsilon)`:
 * `dscale = sum(dy x'), dshift = sum(dy)`, and `dx = a dy` for given statistics,
 * `dx = a (dy - dshift / n - x' dscale / n)` for those of the batch. The latter is computed as
 * `a dy + (p x + q)`, p and q per channel: the fewest passes over what is as large as x.
 */
const batchNormalization = ofFirstOutput((context, dy) => {
  const { g, node, inputs, needs, scalar, int64 } = context;
  const [x = '', scale = '', , runningMean = '', runningVariance = ''] = inputs;
  const isTraining = intAttribute(node, 'training_mode') === 1;
  if (!isTraining && (needs(3) || needs(4))) {
    return context.refuse('its statistics are trained');
  }
  const { axes, column, count } = channelsOf(context);
  const perChannel = (value: string): string => g.node('Reshape', [value, int64(column)]);
  const multiply = (a: string, b: string): string => g.node('Mul', [a, b]);
  const [mean, variance] = isTraining ? batchStatistics(context) : [runningMean, runningVariance];
  const inverse = inverseDeviation(context, variance);
  const factor = multiply(scale, inverse);
  const scaled = (): string => multiply(dy, perChannel(factor));
  if (!isTraining && !needs(1)) {
    const shiftGradient = needs(2) ? sumOver(context, dy, axes) : undefined;
    return [needs(0) ? scaled() : undefined, undefined, shiftGradient];
  }
  const dShift = sumOver(context, dy, axes);
  const product = sumOver(context, multiply(dy, x), axes);
  const dScale = multiply(g.node('Sub', [product, multiply(mean, dShift)]), inverse);
  const trained = (): string => {
    const slope = multiply(multiply(factor, inverse), multiply(dScale, scalar(-1 / count)));
    const level = multiply(multiply(factor, dShift), scalar(1 / count));
    const offset = g.node('Neg', [g.node('Add', [multiply(slope, mean), level])]);
    return g.node('Add', [scaled(), line(context, x, slope, offset)]);
  };
  return [needs(0) ? (isTraining ? trained() : scaled()) : undefined, dScale, dShift];
});

/**
 * `dscale = sum(dy x'), dshift = sum(dy)` and, with `d = dy scale` and means over the normalised axes,
 * `dx = (d - mean(d) - x' mean(d x')) / sqrt(variance + epsilon)`
 */
const layerNormalization = ofFirstOutput((context, dy) => {
  const { g, node, inputs, needs, dims, scalar } = context;
  const [x = '', scale = '', shift = ''] = inputs;
  const xDims = dims(x);
  const attribute = intAttribute(node, 'axis') ?? -1;
  const axis = attribute < 0 ? attribute + xDims.length : attribute;
  const axes = xDims.flatMap((_, at) => (at < axis ? [] : [at]));
  const share = scalar(1 / elementCount(xDims.slice(axis)));
  const mean = (value: string): string =>
    g.node('Mul', [sumOver(context, value, axes, { keepDims: true }), share]);
  const centred = g.node('Sub', [x, mean(x)]);
  const inverse = inverseDeviation(context, mean(g.node('Mul', [centred, centred])));
  const normal = g.node('Mul', [centred, inverse]);
  const inputGradient = (): string => {
    const d = g.node('Mul', [dy, scale]);
    const alongNormal = g.node('Mul', [normal, mean(g.node('Mul', [d, normal]))]);
    const rest = g.node('Sub', [g.node('Sub', [d, mean(d)]), alongNormal]);
    return g.node('Mul', [rest, inverse]);
  };
  return [
    needs(0) ? inputGradient() : undefined,
    needs(1) ? reduceTo(context, g.node('Mul', [dy, normal]), xDims, dims(scale)) : undefined,
    needs(2) ? reduceTo(context, dy, xDims, dims(shift)) : undefined,
  ];
});

/** Normalisations. */
export const NORMALIZATION_RULES = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
} as const satisfies Record<string, VjpRule>;
