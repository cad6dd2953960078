import { floatAttribute, intAttribute } from '@ocelli/onnx';
import { elementCount } from '@ocelli/core';
import { ofFirstOutput, type VjpContext, type VjpRule } from '../vjp-rule.js';
import { reduceTo, reshape } from './reduce-to.js';

/**
 * `Y = alpha A' B' + beta C` with `A' = A` or `A^T`, `B' = B` or `B^T`:
 * `dA' = alpha dY B'^T, dB' = alpha A'^T dY, dC = beta dY`
 */
const gemm = ofFirstOutput((context, dy) => {
  const { g, node, inputs, outputs, dims, needs, scalar } = context;
  const [a = '', b = '', c = ''] = inputs;
  const alpha = floatAttribute(node, 'alpha') ?? 1;
  const beta = floatAttribute(node, 'beta') ?? 1;
  const transA = intAttribute(node, 'transA') ?? 0;
  const transB = intAttribute(node, 'transB') ?? 0;
  const product = (left: string, right: string, tA: number, tB: number): string =>
    g.node('Gemm', [left, right], { alpha, transA: tA, transB: tB });
  const biasGradient = (): string => {
    const scaled = beta === 1 ? dy : g.node('Mul', [dy, scalar(beta)]);
    return reduceTo(context, scaled, dims(outputs[0] ?? ''), dims(c));
  };
  const aGradient = (): string =>
    transA === 1 ? product(b, dy, transB, 1) : product(dy, b, 0, 1 - transB);
  const bGradient = (): string =>
    transB === 1 ? product(dy, a, 1, transA) : product(a, dy, 1 - transA, 0);
  return [
    needs(0) ? aGradient() : undefined,
    needs(1) ? bGradient() : undefined,
    needs(2) ? biasGradient() : undefined,
  ];
});

const swapLast = ({ g }: VjpContext, value: string, rank: number): string => {
  const perm = Array.from({ length: rank }, (_, axis) => axis);
  perm.push(...perm.splice(-2).reverse());
  return g.node('Transpose', [value], { perm });
};

/**
 * `[..., M, K] x [..., K, N]`: `dA = dY B^T, dB = A^T dY`, each summed over the batch axes that
 * broadcasting stretched; a vector takes part as a matrix of one row or column
 */
const matMul = ofFirstOutput((context, vectorDy) => {
  const { g, inputs, outputs, dims, needs } = context;
  const [aDims, bDims] = [dims(inputs[0] ?? ''), dims(inputs[1] ?? '')];
  const aMatrix = aDims.length === 1 ? [1, ...aDims] : aDims;
  const bMatrix = bDims.length === 1 ? [...bDims, 1] : bDims;
  const a = reshape(context, inputs[0] ?? '', aDims, aMatrix);
  const b = reshape(context, inputs[1] ?? '', bDims, bMatrix);
  const yDims = dims(outputs[0] ?? '');
  const batch = yDims.slice(0, Math.max(aMatrix.length, bMatrix.length) - 2);
  const [rows = 1, shared = 1] = aMatrix.slice(-2);
  const columns = bMatrix.at(-1) ?? 1;
  const dy = reshape(context, vectorDy, yDims, [...batch, rows, columns]);

  const aGradient = (): string => {
    const product = g.node('MatMul', [dy, swapLast(context, b, bMatrix.length)]);
    const summed = reduceTo(context, product, [...batch, rows, shared], aMatrix);
    return reshape(context, summed, aMatrix, aDims);
  };
  const bGradient = (): string => {
    // One matrix on the right: all rows of the batch are rows of one product.
    if (bMatrix.length === 2 && elementCount(aMatrix.slice(0, -2)) === elementCount(batch)) {
      const count = elementCount(batch) * rows;
      const flatA = reshape(context, a, aMatrix, [count, shared]);
      const flatDy = reshape(context, dy, [...batch, rows, columns], [count, columns]);
      const product = g.node('Gemm', [flatA, flatDy], { transA: 1 });
      return reshape(context, product, bMatrix, bDims);
    }
    const product = g.node('MatMul', [swapLast(context, a, aMatrix.length), dy]);
    const summed = reduceTo(context, product, [...batch, shared, columns], bMatrix);
    return reshape(context, summed, bMatrix, bDims);
  };
  return [needs(0) ? aGradient() : undefined, needs(1) ? bGradient() : undefined];
});

/** Products of matrices. */
export const PRODUCT_RULES = {
  Gemm: gemm,
  MatMul: matMul,
} as const satisfies Record<string, VjpRule>;
