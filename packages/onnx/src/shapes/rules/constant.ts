import { elementCount } from '@ocelli/core';
import {
  findAttribute,
  floatAttribute,
  intAttribute,
  intsAttribute,
} from '../../model/attributes.js';
import { onnxDTypeOf } from '../../model/onnx-dtype.js';
import type { OnnxTensor } from '../../model/onnx-model.js';
import { readTensor, tensorDims } from '../../model/tensor-proto.js';
import type { Dim } from '../../model/value-info.js';
import { UnreadableTensorError } from '../../errors/graph-errors.js';
import { knownElements, type ShapeRule } from '../shape-rule.js';
import { MAX_FOLDED_ELEMENTS, multiplyDims, type ValueShape } from '../value-shape.js';

/** Shape of a stored tensor, with its values where they are few. */
export const shapeOfTensor = (tensor: OnnxTensor): ValueShape => {
  const dims = tensorDims(tensor);
  const shape = { dtype: onnxDTypeOf(tensor.dataType), dims };
  if (elementCount(dims) > MAX_FOLDED_ELEMENTS) return shape;
  try {
    return { ...shape, elements: Array.from(readTensor(tensor).data, Number) };
  } catch (error) {
    if (UnreadableTensorError.isInstance(error)) return shape;
    throw error;
  }
};

const constant: ShapeRule = ({ node }) => {
  const tensor = findAttribute(node, 'value')?.t;
  if (tensor !== undefined) return [shapeOfTensor(tensor)];
  const int = intAttribute(node, 'value_int');
  if (int !== undefined) return [{ dtype: 'int64', dims: [], elements: [int] }];
  const float = floatAttribute(node, 'value_float');
  if (float !== undefined) return [{ dtype: 'float32', dims: [], elements: [float] }];
  const ints = intsAttribute(node, 'value_ints');
  if (ints !== undefined) return [{ dtype: 'int64', dims: [ints.length], elements: ints }];
  const floats = findAttribute(node, 'value_floats')?.floats;
  if (floats !== undefined) return [{ dtype: 'float32', dims: [floats.length], elements: floats }];
  return [{ dtype: undefined, dims: undefined }];
};

const constantOfShape: ShapeRule = ({ node, input }) => {
  const value = findAttribute(node, 'value')?.t;
  const filled = value && shapeOfTensor(value);
  const dims = input(0).elements;
  const dtype = value === undefined ? 'float32' : filled?.dtype;
  const count = dims === undefined ? '?' : multiplyDims(dims);
  if (typeof count === 'string' || count > MAX_FOLDED_ELEMENTS) return [{ dtype, dims }];
  const element = value === undefined ? 0 : (filled?.elements?.[0] ?? '?');
  return [{ dtype, dims, elements: Array.from({ length: count }, () => element) }];
};

const shape: ShapeRule = ({ node, input }) => {
  const { dims } = input(0);
  if (dims === undefined) return [{ dtype: 'int64', dims: ['?'] }];
  const elements = dims.slice(intAttribute(node, 'start') ?? 0, intAttribute(node, 'end'));
  return [{ dtype: 'int64', dims: [elements.length], elements }];
};

const size: ShapeRule = ({ input }) => {
  const { dims } = input(0);
  const elements = dims && { elements: [multiplyDims(dims)] };
  return [{ dtype: 'int64', dims: [], ...elements }];
};

const range: ShapeRule = ({ input }) => {
  const [start, limit, delta] = [0, 1, 2].map((index) => knownElements(input(index))?.[0]);
  const isKnown = start !== undefined && limit !== undefined && delta !== undefined;
  const length: Dim = isKnown ? Math.max(0, Math.ceil((limit - start) / delta)) : '?';
  return [{ dtype: input(0).dtype, dims: [length] }];
};

/** Operators that make values out of nothing, or out of shapes. */
export const CONSTANT_RULES: Readonly<Record<string, ShapeRule>> = {
  Constant: constant,
  ConstantOfShape: constantOfShape,
  Shape: shape,
  Size: size,
  Range: range,
};
