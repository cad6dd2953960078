/**
 * Standard operators whose meaning did not change between opsets 7 and 18: those with one version, and
 * those whose later versions only allow more element types, negative axes, optional inputs or new
 * attributes with neutral defaults. Taken from the change log of the standard, operator by operator.
 */
export const UNCHANGED_OPERATORS: ReadonlySet<string> = new Set([
  ...['Abs', 'Acos', 'Acosh', 'Add', 'And', 'ArgMax', 'ArgMin', 'Asin', 'Asinh', 'Atan', 'Atanh'],
  ...['AveragePool', 'BitShift', 'Cast', 'CastLike', 'Ceil', 'Celu', 'Compress', 'Concat'],
  ...[
    'Constant',
    'ConstantOfShape',
    'Conv',
    'ConvInteger',
    'ConvTranspose',
    'Cos',
    'Cosh',
    'CumSum',
  ],
  ...['DepthToSpace', 'DequantizeLinear', 'Det', 'Div', 'DynamicQuantizeLinear', 'Einsum', 'Elu'],
  ...['Equal', 'Erf', 'Exp', 'Expand', 'EyeLike', 'Flatten', 'Floor', 'GRU', 'Gather'],
  ...['GatherElements', 'GatherND', 'Gemm', 'GlobalAveragePool', 'GlobalLpPool', 'GlobalMaxPool'],
  ...['Greater', 'GreaterOrEqual', 'HardSigmoid', 'HardSwish', 'Identity', 'InstanceNormalization'],
  ...['IsInf', 'IsNaN', 'LRN', 'LSTM', 'LayerNormalization', 'LeakyRelu', 'Less', 'LessOrEqual'],
  ...[
    'Log',
    'LpNormalization',
    'LpPool',
    'MatMul',
    'MatMulInteger',
    'Max',
    'MaxPool',
    'MaxRoiPool',
  ],
  ...['Mean', 'MeanVarianceNormalization', 'Min', 'Mod', 'Mul', 'Neg', 'NonMaxSuppression'],
  ...['NonZero', 'Not', 'OneHot', 'Or', 'PRelu', 'Pow', 'QLinearConv', 'QLinearMatMul'],
  ...[
    'QuantizeLinear',
    'RNN',
    'Range',
    'Reciprocal',
    'Relu',
    'Reshape',
    'Round',
    'ScatterElements',
  ],
  ...['ScatterND', 'Selu', 'Shape', 'Shrink', 'Sigmoid', 'Sign', 'Sin', 'Sinh', 'Size', 'Softplus'],
  ...['Softsign', 'SpaceToDepth', 'Sqrt', 'Sub', 'Sum', 'Tan', 'Tanh', 'ThresholdedRelu', 'Tile'],
  ...['Transpose', 'Trilu', 'Where', 'Xor'],
]);
