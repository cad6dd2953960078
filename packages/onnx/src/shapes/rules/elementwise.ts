import { intAttribute } from '../../model/attributes.js';
import { onnxDTypeOf } from '../../model/onnx-dtype.js';
import type { Dim } from '../../model/value-info.js';
import type { RuleContext, ShapeRule } from '../shape-rule.js';
import { broadcastDims, UNKNOWN_SHAPE, type ValueShape } from '../value-shape.js';

/** Same dims and dtype as the first input. */
export const sameAsInput: ShapeRule = ({ input }) => [
  { dtype: input(0).dtype, dims: input(0).dims },
];

/** Same as the first input, its folded elements included. */
const identity: ShapeRule = ({ input }) => [input(0)];

const broadcastAll = ({ input, inputCount }: RuleContext, first = 0): ValueShape['dims'] => {
  let dims = input(first).dims;
  for (let index = first + 1; index < inputCount; index += 1) {
    dims = broadcastDims(dims, input(index).dims);
  }
  return dims;
};

const broadcasting: ShapeRule = (context) => [
  { dtype: context.input(0).dtype, dims: broadcastAll(context) },
];

const comparison: ShapeRule = (context) => [{ dtype: 'bool', dims: broadcastAll(context) }];

/** Folds integer arithmetic on shapes; a free dim survives only the operation's neutral element. */
const arithmetic =
  (compute: (a: number, b: number) => number, neutral: number): ShapeRule =>
  (context) => {
    const [a, b] = [context.input(0), context.input(1)];
    const result = { dtype: a.dtype, dims: broadcastAll(context) };
    const length = Math.max(a.elements?.length ?? 0, b.elements?.length ?? 0);
    if (a.elements === undefined || b.elements === undefined || !a.dtype?.includes('int')) {
      return [result];
    }
    const at = (elements: readonly Dim[], index: number): Dim =>
      (elements.length === 1 ? elements[0] : elements[index]) ?? '?';
    const [left, right] = [a.elements, b.elements];
    const elements = Array.from({ length }, (_, index): Dim => {
      const [x, y] = [at(left, index), at(right, index)];
      if (typeof x === 'number' && typeof y === 'number') return compute(x, y);
      return y === neutral ? x : '?';
    });
    return [{ ...result, elements }];
  };

const cast: ShapeRule = ({ node, input }) => [
  { ...input(0), dtype: onnxDTypeOf(intAttribute(node, 'to')) },
];

const where: ShapeRule = (context) => [
  { dtype: context.input(1).dtype, dims: broadcastAll(context) },
];

/** Output and, for Dropout and BatchNormalization, optional outputs that inference does not use. */
const firstOutputOnly: ShapeRule = ({ input }) => [
  { dtype: input(0).dtype, dims: input(0).dims },
  UNKNOWN_SHAPE,
];

const UNARY = [
  ...[
    'Abs',
    'Acos',
    'Acosh',
    'Asin',
    'Asinh',
    'Atan',
    'Atanh',
    'Ceil',
    'Celu',
    'Clip',
    'Cos',
    'Cosh',
  ],
  ...['CumSum', 'Elu', 'Erf', 'Exp', 'Floor', 'Gelu', 'HardSigmoid', 'HardSwish', 'Hardmax', 'Log'],
  ...['InstanceNormalization', 'LRN', 'LeakyRelu', 'LogSoftmax', 'LpNormalization', 'Mish', 'Neg'],
  ...[
    'GroupNormalization',
    'MeanVarianceNormalization',
    'Not',
    'PRelu',
    'Reciprocal',
    'Relu',
    'Round',
  ],
  ...[
    'Selu',
    'Shrink',
    'Sigmoid',
    'Sign',
    'Sin',
    'Sinh',
    'Softmax',
    'Softplus',
    'Softsign',
    'Sqrt',
  ],
  ...['Swish', 'Tan', 'Tanh', 'ThresholdedRelu', 'Trilu', 'ScatterElements', 'ScatterND'],
];
const COMPARISONS = [
  ...['And', 'Or', 'Xor', 'Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual'],
];

const each = (names: readonly string[], rule: ShapeRule): Record<string, ShapeRule> =>
  Object.fromEntries(names.map((name) => [name, rule]));

/** Operators that work element by element, or keep the shape of their first input. */
export const ELEMENTWISE_RULES: Readonly<Record<string, ShapeRule>> = {
  ...each(UNARY, sameAsInput),
  ...each(COMPARISONS, comparison),
  ...each(['Max', 'Min', 'Sum', 'Mean', 'Pow', 'Mod', 'BitShift'], broadcasting),
  ...each(['Dropout', 'BatchNormalization', 'LayerNormalization'], firstOutputOnly),
  Add: arithmetic((a, b) => a + b, 0),
  Sub: arithmetic((a, b) => a - b, 0),
  Mul: arithmetic((a, b) => a * b, 1),
  Div: arithmetic((a, b) => Math.trunc(a / b), 1),
  Identity: identity,
  Cast: cast,
  Where: where,
};
