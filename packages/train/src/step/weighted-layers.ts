import { elementCount } from '@ocelli/core';
import {
  createGraphIndex,
  type GraphIndex,
  nodeInputs,
  onnxDTypeOf,
  type OnnxModel,
  type OnnxNode,
  tensorDims,
} from '@ocelli/onnx';

/** A node with the stored tensors that it trains and keeps. */
export interface WeightedLayer {
  readonly node: OnnxNode;
  /** It mixes channels: a convolution or matrix product, not a normalisation or a bias apart. */
  readonly isProduct: boolean;
  readonly parameters: readonly string[];
  /** Running statistics: `[mean, variance]` of a BatchNormalization, else empty. */
  readonly buffers: readonly string[];
}

const PRODUCTS: Readonly<Record<string, readonly number[]>> = {
  Conv: [1, 2],
  ConvTranspose: [1, 2],
  Gemm: [1, 2],
  MatMul: [0, 1],
};

const NORMALISATIONS: Readonly<Record<string, readonly number[]>> = {
  BatchNormalization: [1, 2],
  InstanceNormalization: [1, 2],
  LayerNormalization: [1, 2],
  PRelu: [1],
};

/**
 * Operators whose constant operand is a parameter when it comes after a product (a bias or a folded
 * normalisation) and part of the preprocessing when it comes before all of them (mean and std).
 */
const ELEMENTWISE = ['Add', 'Sub', 'Mul', 'Div'];

const isFloatTensor = (index: GraphIndex, value: string): boolean =>
  onnxDTypeOf(index.initializer(value)?.dataType) === 'float32';

const isVectorOrMore = (index: GraphIndex, value: string): boolean => {
  const tensor = index.initializer(value);
  return tensor !== undefined && elementCount(tensorDims(tensor)) > 1;
};

/** The layers with float32 weights of a model whose constants are stored tensors, in running order. */
export const weightedLayers = (model: OnnxModel): WeightedLayer[] => {
  const index = createGraphIndex(model);
  const behindProduct = new Set<string>();
  const layers: WeightedLayer[] = [];
  for (const node of index.topologicalOrder) {
    const op = node.opType ?? '';
    const roles = PRODUCTS[op] ?? NORMALISATIONS[op];
    const floats = (at: readonly number[]): string[] =>
      at.map((input) => node.input[input] ?? '').filter((value) => isFloatTensor(index, value));
    const isBehind = nodeInputs(node).some((value) => behindProduct.has(value));
    const parameters =
      roles !== undefined
        ? floats(roles)
        : ELEMENTWISE.includes(op) && isBehind
          ? floats([0, 1]).filter((value) => isVectorOrMore(index, value))
          : [];
    const isProduct = Object.hasOwn(PRODUCTS, op) && parameters.length > 0;
    if (parameters.length > 0) {
      const buffers = op === 'BatchNormalization' ? floats([3, 4]) : [];
      layers.push({ node, isProduct, parameters, buffers });
    }
    if (isBehind || isProduct) for (const value of node.output) behindProduct.add(value);
  }
  return layers;
};
