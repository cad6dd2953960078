import { intsAttribute } from '../model/attributes.js';
import type { OnnxNode } from '../model/onnx-model.js';
import type { ValueShape } from './value-shape.js';

/** What a rule sees of one node. */
export interface RuleContext {
  readonly node: OnnxNode;
  readonly opset: number;
  /** Shape of an input; unknown when it is left out. */
  readonly input: (index: number) => ValueShape;
  readonly inputCount: number;
}

/** Derives the outputs' shapes from the inputs'; never throws, and says unknown where it cannot tell. */
export type ShapeRule = (context: RuleContext) => readonly ValueShape[];

/** The elements of an input as numbers, when all are known. */
export const knownElements = (shape: ValueShape): number[] | undefined => {
  const numbers = shape.elements?.filter((element) => typeof element === 'number');
  return numbers?.length === shape.elements?.length ? numbers : undefined;
};

/**
 * A list that newer opsets pass as an input and older ones as an attribute. `absent` is returned when
 * neither is there; undefined when it is there and not constant.
 */
export const listOperand = (
  { node, input }: RuleContext,
  index: number,
  attribute: string,
  absent: readonly number[] | undefined,
): readonly number[] | undefined =>
  node.input[index] ? knownElements(input(index)) : (intsAttribute(node, attribute) ?? absent);
