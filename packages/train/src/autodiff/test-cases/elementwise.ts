import { type AttributesOf, type OperatorName } from '@ocelli/onnx';
import type { DifferentiableOperator } from '../vjp-rules.js';
import { type GradientCase, normal, positive, spread } from './gradient-case.js';
import type { CheckedInput } from '../../testing/check-gradients.js';

const unary = <Op extends DifferentiableOperator & OperatorName>(
  operator: Op,
  x: CheckedInput,
  { attributes, hasFloat64 = true }: { attributes?: AttributesOf<Op>; hasFloat64?: boolean } = {},
): GradientCase => ({
  operator,
  title: attributes === undefined ? 'default' : JSON.stringify(attributes),
  inputs: { x },
  body: (g) => g.node(operator, ['x'], attributes),
  hasFloat64,
});

const BINARY_DIMS: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ['equal dims', [2, 3, 4], [2, 3, 4]],
  ['per channel', [2, 3, 2, 2], [3, 1, 1]],
  ['both stretch', [2, 1, 4], [3, 1]],
  ['a scalar left', [], [2, 3]],
  ['one element right', [2, 3], [1, 1, 1]],
];

const binary = (
  operator: 'Add' | 'Sub' | 'Mul' | 'Div' | 'Pow' | 'Sum',
  left: (...dims: readonly number[]) => CheckedInput,
  right: (...dims: readonly number[]) => CheckedInput,
): GradientCase[] =>
  BINARY_DIMS.map(([title, a, b]) => ({
    operator,
    title,
    inputs: { a: left(...a), b: right(...b) },
    body: (g) => g.node(operator, ['a', 'b']),
    hasFloat64: true,
  }));

const clip = (title: string, bounds: readonly (number | undefined)[]): GradientCase => ({
  operator: 'Clip',
  title,
  inputs: { x: spread(4, 40) },
  body: (g) => {
    const scalars = bounds.map((bound) =>
      bound === undefined ? '' : g.scalar('bound', 'float32', bound),
    );
    return g.node('Clip', ['x', ...scalars]);
  },
  hasFloat64: false,
});

export const ELEMENTWISE_CASES: readonly GradientCase[] = [
  ...binary('Add', normal, normal),
  ...binary('Sub', normal, normal),
  ...binary('Mul', normal, normal),
  ...binary('Div', normal, positive),
  ...binary('Pow', positive, normal),
  ...binary('Sum', normal, normal),
  {
    operator: 'Mul',
    title: 'a square',
    inputs: { x: normal(5) },
    body: (g) => g.node('Mul', ['x', 'x']),
    hasFloat64: true,
  },
  {
    operator: 'Pow',
    title: 'a whole constant exponent over negative numbers',
    inputs: { x: spread(12) },
    body: (g) => g.node('Pow', ['x', g.scalar('three', 'float32', 3)]),
    hasFloat64: false,
  },
  {
    operator: 'Sum',
    title: 'three operands',
    inputs: { a: normal(2, 3), b: normal(3), c: normal(2, 1) },
    body: (g) => g.node('Sum', ['a', 'b', 'c']),
    hasFloat64: true,
  },
  unary('Relu', spread(3, 11)),
  clip('0 to 6', [0, 1.15]),
  clip('below only', [-0.45]),
  clip('above only', [undefined, 0.55]),
  clip('no bounds', []),
  unary('LeakyRelu', spread(3, 11), { hasFloat64: false }),
  unary('LeakyRelu', spread(3, 11), { attributes: { alpha: 0.3 }, hasFloat64: false }),
  {
    operator: 'PRelu',
    title: 'a slope per channel',
    inputs: { x: spread(2, 3, 2, 2), slope: normal(3, 1, 1) },
    body: (g) => g.node('PRelu', ['x', 'slope']),
    hasFloat64: false,
  },
  unary('Sigmoid', normal(3, 5)),
  unary('HardSigmoid', spread(60, 3), { hasFloat64: false }),
  unary('HardSigmoid', spread(40, 3), {
    attributes: { alpha: 1 / 6, beta: 0.5 },
    hasFloat64: false,
  }),
  unary('HardSwish', spread(60, 3), { hasFloat64: false }),
  unary('Tanh', normal(3, 5)),
  unary('Exp', normal(3, 5)),
  unary('Log', positive(3, 5)),
  unary('Sqrt', positive(3, 5)),
  unary('Neg', normal(3, 5)),
  unary('Erf', normal(3, 5), { hasFloat64: false }),
];
