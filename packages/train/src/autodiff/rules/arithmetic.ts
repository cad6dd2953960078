import { type VjpContext, type VjpRule, ofFirstOutput } from '../vjp-rule.js';
import { reduceTo } from './reduce-to.js';

/** A rule of two operands that broadcast; each side is computed only where it is needed. */
const ofTwoOperands = (
  left: (context: VjpContext, dy: string) => string,
  right: (context: VjpContext, dy: string) => string,
): VjpRule =>
  ofFirstOutput((context, dy) => {
    const { inputs, outputs, dims } = context;
    const from = dims(outputs[0] ?? '');
    return [left, right].map((side, index) =>
      context.needs(index)
        ? reduceTo(context, side(context, dy), from, dims(inputs[index] ?? ''))
        : undefined,
    );
  });

const pass = (_: VjpContext, dy: string): string => dy;
const negate = ({ g }: VjpContext, dy: string): string => g.node('Neg', [dy]);

/** `da = dy, db = dy` */
const add = ofTwoOperands(pass, pass);

/** `da = dy, db = -dy` */
const subtract = ofTwoOperands(pass, negate);

/** `da = dy b, db = dy a` */
const multiply = ofTwoOperands(
  ({ g, inputs: [, b = ''] }, dy) => g.node('Mul', [dy, b]),
  ({ g, inputs: [a = ''] }, dy) => g.node('Mul', [dy, a]),
);

/** `da = dy / b, db = -dy y / b` */
const divide = ofTwoOperands(
  ({ g, inputs: [, b = ''] }, dy) => g.node('Div', [dy, b]),
  ({ g, inputs: [, b = ''], outputs: [y = ''] }, dy) =>
    g.node('Neg', [g.node('Div', [g.node('Mul', [dy, y]), b])]),
);

/** `da = dy b a^(b - 1), db = dy y log(a)`, 0 for the latter where `a <= 0` */
const power = ofTwoOperands(
  (context, dy) => {
    const { g, inputs, scalar, dtype } = context;
    const [a = '', b = ''] = inputs;
    if (dtype(a) !== dtype(b)) return context.refuse('base and exponent differ in element type');
    const lower = g.node('Pow', [a, g.node('Sub', [b, scalar(1)])]);
    return g.node('Mul', [dy, g.node('Mul', [b, lower])]);
  },
  ({ g, inputs: [a = ''], outputs: [y = ''], scalar }, dy) => {
    const isPositive = g.node('Greater', [a, scalar(0)]);
    const log = g.node('Where', [isPositive, g.node('Log', [a]), scalar(0)]);
    return g.node('Mul', [dy, g.node('Mul', [y, log])]);
  },
);

/** `dx_i = dy` */
const sum: VjpRule = ofFirstOutput((context, dy) => {
  const { inputs, outputs, dims, needs } = context;
  const from = dims(outputs[0] ?? '');
  return inputs.map((input, index) =>
    needs(index) ? reduceTo(context, dy, from, dims(input)) : undefined,
  );
});

/** Operators of several operands that broadcast. */
export const ARITHMETIC_RULES = {
  Add: add,
  Sub: subtract,
  Mul: multiply,
  Div: divide,
  Pow: power,
  Sum: sum,
} as const satisfies Record<string, VjpRule>;
