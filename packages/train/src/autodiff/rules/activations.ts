import { floatAttribute, ONNX_DTYPES } from '@ocelli/onnx';
import { ofFirstOutput, ofOneInput, type VjpContext, type VjpRule } from '../vjp-rule.js';
import { reduceTo } from './reduce-to.js';

const first = (values: readonly string[]): string => values[0] ?? '';

const times = ({ g }: VjpContext, dy: string, factor: string): string =>
  g.node('Mul', [dy, factor]);

/** `dy` where the condition holds, else 0. A product with a cast takes fewer passes than Where. */
const passWhere = ({ g, dtype, outputs }: VjpContext, condition: string, dy: string): string => {
  const mask = g.node('Cast', [condition], { to: ONNX_DTYPES[dtype(first(outputs))].code });
  return g.node('Mul', [dy, mask]);
};

/** `dx = dy [y != 0]`, as y is never below: 0 at 0, as PyTorch has it */
const relu = ofOneInput((context, dy) => {
  const isPositive = context.g.node('Cast', [first(context.outputs)], {
    to: ONNX_DTYPES.bool.code,
  });
  return passWhere(context, isPositive, dy);
});

/** `low < value < high` */
const isBetween = (
  { g }: VjpContext,
  value: string,
  low: string | undefined,
  high: string | undefined,
): string | undefined => {
  const above = low ? g.node('Greater', [value, low]) : undefined;
  const below = high ? g.node('Less', [value, high]) : undefined;
  return above && below ? g.node('And', [above, below]) : (above ?? below);
};

/** `dx = dy [min < y < max]`: 0 at the bounds, as PyTorch's ReLU6 has it */
const clip = ofFirstOutput((context, dy) => {
  const { inputs, outputs, needs } = context;
  if (needs(1) || needs(2)) return context.refuse('its bounds are trained');
  const isInside = isBetween(context, first(outputs), inputs[1], inputs[2]);
  return [isInside === undefined ? dy : passWhere(context, isInside, dy)];
});

/** `dx = dy [x > 0 ? 1 : alpha]` */
const leakyRelu = ofOneInput(({ g, node, inputs, scalar }, dy) => {
  const slope = scalar(floatAttribute(node, 'alpha') ?? 0.01);
  const isPositive = g.node('Greater', [first(inputs), scalar(0)]);
  return g.node('Where', [isPositive, dy, g.node('Mul', [dy, slope])]);
});

/** `dx = dy [x > 0 ? 1 : slope], dslope = dy min(x, 0)` */
const pRelu = ofFirstOutput((context, dy) => {
  const { g, inputs, dims, needs, scalar } = context;
  const [x = '', slope = ''] = inputs;
  const leaked = (): string => {
    const isPositive = g.node('Greater', [x, scalar(0)]);
    return g.node('Where', [isPositive, dy, g.node('Mul', [dy, slope])]);
  };
  const slopeGradient = (): string => {
    const product = times(context, dy, g.node('Min', [x, scalar(0)]));
    return reduceTo(context, product, dims(x), dims(slope));
  };
  return [needs(0) ? leaked() : undefined, needs(1) ? slopeGradient() : undefined];
});

/** `dx = dy y (1 - y)` */
const sigmoid = ofOneInput((context, dy) => {
  const { g, outputs, scalar } = context;
  const y = first(outputs);
  return times(context, times(context, dy, y), g.node('Sub', [scalar(1), y]));
});

/** `dx = alpha dy [0 < y < 1]` */
const hardSigmoid = ofOneInput((context, dy) => {
  const { node, outputs, scalar } = context;
  const isInside = isBetween(context, first(outputs), scalar(0), scalar(1)) ?? '';
  const alpha = scalar(floatAttribute(node, 'alpha') ?? 0.2);
  return passWhere(context, isInside, times(context, dy, alpha));
});

/** `dx = dy (x < -3 ? 0 : x <= 3 ? x / 3 + 1 / 2 : 1)` */
const hardSwish = ofOneInput((context, dy) => {
  const { g, inputs, scalar } = context;
  const x = first(inputs);
  const slope = g.node('Add', [g.node('Mul', [x, scalar(1 / 3)]), scalar(0.5)]);
  const isLinear = g.node('Greater', [x, scalar(3)]);
  const isZero = g.node('Less', [x, scalar(-3)]);
  const bent = g.node('Where', [isLinear, scalar(1), slope]);
  return times(context, dy, g.node('Where', [isZero, scalar(0), bent]));
});

/** `dx = dy (1 - y^2)` */
const tanh = ofOneInput((context, dy) => {
  const { g, outputs, scalar } = context;
  const square = g.node('Mul', [first(outputs), first(outputs)]);
  return times(context, dy, g.node('Sub', [scalar(1), square]));
});

/** `dx = dy y` */
const exp = ofOneInput((context, dy) => times(context, dy, first(context.outputs)));

/** `dx = dy / x` */
const log = ofOneInput(({ g, inputs }, dy) => g.node('Div', [dy, first(inputs)]));

/** `dx = dy / (2 y)` */
const sqrt = ofOneInput(({ g, outputs, scalar }, dy) =>
  g.node('Div', [g.node('Mul', [dy, scalar(0.5)]), first(outputs)]),
);

/** `dx = -dy` */
const neg = ofOneInput(({ g }, dy) => g.node('Neg', [dy]));

/** `dx = dy (2 / sqrt(pi)) exp(-x^2)` */
const erf = ofOneInput((context, dy) => {
  const { g, inputs, scalar } = context;
  const square = g.node('Mul', [first(inputs), first(inputs)]);
  const bell = g.node('Exp', [g.node('Neg', [square])]);
  return times(context, g.node('Mul', [dy, scalar(2 / Math.sqrt(Math.PI))]), bell);
});

/** Functions of each element alone. */
export const ACTIVATION_RULES = {
  Relu: relu,
  Clip: clip,
  LeakyRelu: leakyRelu,
  PRelu: pRelu,
  Sigmoid: sigmoid,
  HardSigmoid: hardSigmoid,
  HardSwish: hardSwish,
  Tanh: tanh,
  Exp: exp,
  Log: log,
  Sqrt: sqrt,
  Neg: neg,
  Erf: erf,
} as const satisfies Record<string, VjpRule>;
