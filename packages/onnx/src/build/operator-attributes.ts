import type { AttributeKind, AttributeKinds } from '../model/attributes.js';

const CONVOLUTION = {
  auto_pad: 'string',
  dilations: 'ints',
  group: 'int',
  kernel_shape: 'ints',
  pads: 'ints',
  strides: 'ints',
} as const;

const POOL = {
  auto_pad: 'string',
  ceil_mode: 'int',
  kernel_shape: 'ints',
  pads: 'ints',
  strides: 'ints',
} as const;

const ARG_EXTREMUM = { axis: 'int', keepdims: 'int', select_last_index: 'int' } as const;
const REDUCE_BY_ATTRIBUTE = { axes: 'ints', keepdims: 'int' } as const;
const REDUCE_BY_INPUT = { keepdims: 'int', noop_with_empty_axes: 'int' } as const;

/**
 * The operators that the builder knows, with their attributes and the kind of each, as the standard
 * defines them for opset 17 (for opset 18 where an operator came or grew later). `axes` of the reductions
 * other than ReduceSum is an attribute up to opset 17 and an input from 18 on.
 */
export const OPERATOR_ATTRIBUTES = {
  Abs: {},
  Add: {},
  And: {},
  ArgMax: ARG_EXTREMUM,
  ArgMin: ARG_EXTREMUM,
  AveragePool: { ...POOL, count_include_pad: 'int' },
  BatchNormalization: { epsilon: 'float', momentum: 'float', training_mode: 'int' },
  Cast: { to: 'int' },
  Ceil: {},
  Clip: {},
  Concat: { axis: 'int' },
  Constant: { value: 'tensor' },
  ConstantOfShape: { value: 'tensor' },
  Conv: CONVOLUTION,
  ConvInteger: CONVOLUTION,
  ConvTranspose: { ...CONVOLUTION, output_padding: 'ints', output_shape: 'ints' },
  DepthToSpace: { blocksize: 'int', mode: 'string' },
  DequantizeLinear: { axis: 'int' },
  Div: {},
  Dropout: { seed: 'int' },
  DynamicQuantizeLinear: {},
  Elu: { alpha: 'float' },
  Equal: {},
  Erf: {},
  Exp: {},
  Expand: {},
  Flatten: { axis: 'int' },
  Floor: {},
  Gather: { axis: 'int' },
  GatherElements: { axis: 'int' },
  GatherND: { batch_dims: 'int' },
  Gemm: { alpha: 'float', beta: 'float', transA: 'int', transB: 'int' },
  GlobalAveragePool: {},
  GlobalMaxPool: {},
  Greater: {},
  GreaterOrEqual: {},
  HardSigmoid: { alpha: 'float', beta: 'float' },
  HardSwish: {},
  Identity: {},
  InstanceNormalization: { epsilon: 'float' },
  LRN: { alpha: 'float', beta: 'float', bias: 'float', size: 'int' },
  LayerNormalization: { axis: 'int', epsilon: 'float', stash_type: 'int' },
  LeakyRelu: { alpha: 'float' },
  Less: {},
  LessOrEqual: {},
  Log: {},
  LogSoftmax: { axis: 'int' },
  MatMul: {},
  MatMulInteger: {},
  Max: {},
  MaxPool: { ...POOL, dilations: 'ints', storage_order: 'int' },
  Mean: {},
  Min: {},
  Mod: { fmod: 'int' },
  Mul: {},
  Neg: {},
  Not: {},
  OneHot: { axis: 'int' },
  Or: {},
  PRelu: {},
  Pad: { mode: 'string' },
  Pow: {},
  QLinearConv: CONVOLUTION,
  QLinearMatMul: {},
  QuantizeLinear: { axis: 'int' },
  Range: {},
  Reciprocal: {},
  ReduceL1: REDUCE_BY_ATTRIBUTE,
  ReduceL2: REDUCE_BY_ATTRIBUTE,
  ReduceLogSum: REDUCE_BY_ATTRIBUTE,
  ReduceLogSumExp: REDUCE_BY_ATTRIBUTE,
  ReduceMax: REDUCE_BY_ATTRIBUTE,
  ReduceMean: REDUCE_BY_ATTRIBUTE,
  ReduceMin: REDUCE_BY_ATTRIBUTE,
  ReduceProd: REDUCE_BY_ATTRIBUTE,
  ReduceSum: REDUCE_BY_INPUT,
  ReduceSumSquare: REDUCE_BY_ATTRIBUTE,
  Relu: {},
  Reshape: { allowzero: 'int' },
  Resize: {
    antialias: 'int',
    axes: 'ints',
    coordinate_transformation_mode: 'string',
    cubic_coeff_a: 'float',
    exclude_outside: 'int',
    extrapolation_value: 'float',
    mode: 'string',
    nearest_mode: 'string',
  },
  Round: {},
  ScatterElements: { axis: 'int', reduction: 'string' },
  ScatterND: { reduction: 'string' },
  Selu: { alpha: 'float', gamma: 'float' },
  Shape: { end: 'int', start: 'int' },
  Sigmoid: {},
  Sign: {},
  Slice: {},
  Softmax: { axis: 'int' },
  Softplus: {},
  SpaceToDepth: { blocksize: 'int' },
  Split: { axis: 'int', num_outputs: 'int' },
  Sqrt: {},
  Squeeze: {},
  Sub: {},
  Sum: {},
  Tanh: {},
  Tile: {},
  TopK: { axis: 'int', largest: 'int', sorted: 'int' },
  Transpose: { perm: 'ints' },
  Unsqueeze: {},
  Where: {},
  Xor: {},
} as const satisfies Record<string, Readonly<Record<string, AttributeKind>>>;

/** Name of an operator that the builder knows. */
export type OperatorName = keyof typeof OPERATOR_ATTRIBUTES;

type AttributeTable<Op extends OperatorName> = (typeof OPERATOR_ATTRIBUTES)[Op];

type ValueOf<Kind> = Kind extends AttributeKind ? AttributeKinds[Kind] : never;

/**
 * The attributes that an operator takes; each is optional here, the standard says which it requires. An
 * operator without any takes an empty object alone.
 */
export type AttributesOf<Op extends OperatorName> = keyof AttributeTable<Op> extends never
  ? Readonly<Record<string, never>>
  : { readonly [A in keyof AttributeTable<Op>]?: ValueOf<AttributeTable<Op>[A]> };
