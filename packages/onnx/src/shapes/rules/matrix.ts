import { intAttribute } from '../../model/attributes.js';
import type { Dim } from '../../model/value-info.js';
import type { RuleContext, ShapeRule } from '../shape-rule.js';
import { broadcastDims, type ValueShape } from '../value-shape.js';

/** `[..., M, K] x [..., K, N]`; a vector gains an axis for the product and loses it again. */
const productDims = (
  a: readonly Dim[] | undefined,
  b: readonly Dim[] | undefined,
): Dim[] | undefined => {
  if (a === undefined || b === undefined || a.length === 0 || b.length === 0) return undefined;
  const batch = broadcastDims(a.slice(0, -2), b.slice(0, -2)) ?? [];
  const rows = a.length > 1 ? [a.at(-2) ?? '?'] : [];
  const columns = b.length > 1 ? [b.at(-1) ?? '?'] : [];
  return [...batch, ...rows, ...columns];
};

/** Matrix product of inputs 0 and `right`. */
const product =
  (right: number, dtype?: ValueShape['dtype']): ShapeRule =>
  ({ input }) => [
    { dtype: dtype ?? input(0).dtype, dims: productDims(input(0).dims, input(right).dims) },
  ];

/** Quantised product; the result has the type of its zero point, input 7. */
const quantizedProduct: ShapeRule = ({ input }) => [
  { dtype: input(7).dtype, dims: productDims(input(0).dims, input(3).dims) },
];

/** `[M, K] x [K, N]`, each transposed on request; `right` is the input that holds the second. */
export const generalProduct =
  (right: number): ShapeRule =>
  ({ node, input }: RuleContext) => {
    const a = input(0).dims;
    const b = input(right).dims;
    const rows = a?.[intAttribute(node, 'transA') === 1 ? 1 : 0];
    const columns = b?.[intAttribute(node, 'transB') === 1 ? 0 : 1];
    const dims = a === undefined && b === undefined ? undefined : [rows ?? '?', columns ?? '?'];
    return [{ dtype: input(0).dtype, dims }];
  };

/** Products of matrices. */
export const MATRIX_RULES: Readonly<Record<string, ShapeRule>> = {
  Gemm: generalProduct(1),
  MatMul: product(1),
  MatMulInteger: product(1, 'int32'),
  QLinearMatMul: quantizedProduct,
};
