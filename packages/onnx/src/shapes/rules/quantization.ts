import type { ShapeRule } from '../shape-rule.js';
import { convolution, globalPool, pool } from './convolution.js';
import { sameAsInput } from './elementwise.js';
import { generalProduct } from './matrix.js';
import { broadcastDims, type ValueShape } from '../value-shape.js';

/** The type of the zero point decides; without one it is uint8. */
const quantize: ShapeRule = ({ node, input }) => [
  { dtype: node.input[2] ? input(2).dtype : 'uint8', dims: input(0).dims },
];

const dequantize: ShapeRule = ({ input }) => [{ dtype: input(1).dtype, dims: input(0).dims }];

const dynamicQuantize: ShapeRule = ({ input }): readonly ValueShape[] => [
  { dtype: 'uint8', dims: input(0).dims },
  { dtype: 'float32', dims: [] },
  { dtype: 'uint8', dims: [] },
];

/** Conversions between numbers and their 8-bit form. */
export const QUANTIZATION_RULES: Readonly<Record<string, ShapeRule>> = {
  QuantizeLinear: quantize,
  DequantizeLinear: dequantize,
  DynamicQuantizeLinear: dynamicQuantize,
};

/** `a`, its scale and zero point, then `b` and its own. */
const quantizedBinary: ShapeRule = ({ input }) => [
  { dtype: input(0).dtype, dims: broadcastDims(input(0).dims, input(3).dims) },
];

/** Operators of ONNX Runtime's own domain that its quantiser and optimiser write into classifiers. */
export const MICROSOFT_RULES: Readonly<Record<string, ShapeRule>> = {
  DequantizeLinear: dequantize,
  QuantizeLinear: quantize,
  QLinearAdd: quantizedBinary,
  QLinearMul: quantizedBinary,
  QLinearAveragePool: pool,
  QLinearGlobalAveragePool: globalPool,
  QLinearLeakyRelu: sameAsInput,
  QLinearSigmoid: sameAsInput,
  QLinearSoftmax: sameAsInput,
  QGemm: generalProduct(3),
  FusedConv: convolution(1),
  Gelu: sameAsInput,
};
