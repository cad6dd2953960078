import { intAttribute } from '@ocelli/onnx';
import { ofOneInput, type VjpContext, type VjpRule } from '../vjp-rule.js';
import { sumOver } from './reduce-to.js';

const sumOfRows = (context: VjpContext, value: string): string =>
  sumOver(context, value, [intAttribute(context.node, 'axis') ?? -1], { keepDims: true });

/** `dx = y (dy - sum(dy y))` */
const softmax = ofOneInput((context, dy) => {
  const { g, outputs } = context;
  const y = outputs[0] ?? '';
  const mean = sumOfRows(context, g.node('Mul', [dy, y]));
  return g.node('Mul', [y, g.node('Sub', [dy, mean])]);
});

/** `dx = dy - exp(y) sum(dy)` */
const logSoftmax = ofOneInput((context, dy) => {
  const { g, outputs } = context;
  const probabilities = g.node('Exp', [outputs[0] ?? '']);
  return g.node('Sub', [dy, g.node('Mul', [probabilities, sumOfRows(context, dy)])]);
});

/** Normalisations to probabilities. */
export const SOFTMAX_RULES = {
  Softmax: softmax,
  LogSoftmax: logSoftmax,
} as const satisfies Record<string, VjpRule>;
