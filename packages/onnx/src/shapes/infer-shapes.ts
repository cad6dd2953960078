import { graphOf, isStandardDomain, opsetOf } from '../model/model-parts.js';
import type { OnnxModel, OnnxNode } from '../model/onnx-model.js';
import { type Dim, readValueInfo } from '../model/value-info.js';
import { CONSTANT_RULES, shapeOfTensor } from './rules/constant.js';
import { CONVOLUTION_RULES } from './rules/convolution.js';
import { ELEMENTWISE_RULES } from './rules/elementwise.js';
import { MATRIX_RULES } from './rules/matrix.js';
import { MOVEMENT_RULES } from './rules/movement.js';
import { MICROSOFT_RULES, QUANTIZATION_RULES } from './rules/quantization.js';
import { REDUCTION_RULES } from './rules/reduction.js';
import { RESIZE_RULES } from './rules/resize.js';
import type { ShapeRule } from './shape-rule.js';
import { UNKNOWN_SHAPE, type ValueShape } from './value-shape.js';

const STANDARD_RULES = new Map<string, ShapeRule>(
  [
    CONSTANT_RULES,
    CONVOLUTION_RULES,
    ELEMENTWISE_RULES,
    MATRIX_RULES,
    MOVEMENT_RULES,
    QUANTIZATION_RULES,
    REDUCTION_RULES,
    RESIZE_RULES,
  ].flatMap((rules) => Object.entries(rules)),
);
const RUNTIME_RULES = new Map<string, ShapeRule>(Object.entries(MICROSOFT_RULES));

const ruleOf = ({ domain, opType = '' }: OnnxNode): ShapeRule | undefined => {
  if (isStandardDomain(domain)) return STANDARD_RULES.get(opType);
  return domain === 'com.microsoft' ? RUNTIME_RULES.get(opType) : undefined;
};

export interface InferShapesOptions {
  /** Sizes for free dims by name, for instance `{ N: 1 }`. */
  readonly dimSizes?: Readonly<Record<string, number>>;
}

export interface ShapeInference {
  /** What is known of each value, by name. */
  readonly shapes: ReadonlyMap<string, ValueShape>;
  /** Operators without a rule, once each, with their domain when it is not the standard's. */
  readonly unknownOperators: readonly string[];
}

/** Rules compute with what the file says; what comes out as no possible size is unknown. */
const sanitize = (shape: ValueShape, dimSizes: Readonly<Record<string, number>>): ValueShape => ({
  ...shape,
  dims: shape.dims?.map((dim): Dim => {
    if (typeof dim === 'string') return Object.hasOwn(dimSizes, dim) ? (dimSizes[dim] ?? dim) : dim;
    return Number.isSafeInteger(dim) && dim >= 0 ? dim : '?';
  }),
});

/** The rule's result, completed by what the file declares where the rule knows less. */
const merge = (inferred: ValueShape, declared: ValueShape | undefined): ValueShape => {
  if (declared === undefined) return inferred;
  const dims =
    inferred.dims?.map((dim, axis) => (dim === '?' ? (declared.dims?.[axis] ?? dim) : dim)) ??
    declared.dims;
  return { ...inferred, dtype: inferred.dtype ?? declared.dtype, dims };
};

/**
 * Derives the dtype and dims of every value of the main graph by a table of operator rules, following
 * small integer constants through shape arithmetic. Never throws on a decoded model: where a rule is
 * missing or an operand is not constant, the file's own declaration counts, and else the value is unknown.
 */
export const inferShapes = (
  model: OnnxModel,
  { dimSizes = {} }: InferShapesOptions = {},
): ShapeInference => {
  const graph = graphOf(model);
  const opset = opsetOf(model);
  const declared = new Map(
    [...graph.valueInfo, ...graph.output].map((info) => {
      const { name, dtype, dims } = readValueInfo(info);
      return [name, sanitize({ dtype, dims }, dimSizes)];
    }),
  );
  const shapes = new Map<string, ValueShape>();
  for (const info of graph.input) {
    const { name, dtype, dims } = readValueInfo(info);
    shapes.set(name, sanitize({ dtype, dims }, dimSizes));
  }
  for (const tensor of graph.initializer) shapes.set(tensor.name ?? '', shapeOfTensor(tensor));

  const unknownOperators = new Set<string>();
  for (const node of graph.node) {
    const rule = ruleOf(node);
    if (rule === undefined) {
      const domain = isStandardDomain(node.domain) ? '' : `${node.domain}.`;
      unknownOperators.add(`${domain}${node.opType}`);
    }
    const inferred = rule?.({
      node,
      opset,
      input: (index) => shapes.get(node.input[index] ?? '') ?? UNKNOWN_SHAPE,
      inputCount: node.input.length,
    });
    node.output.forEach((name, index) => {
      if (name === '') return;
      const shape = sanitize(inferred?.[index] ?? UNKNOWN_SHAPE, dimSizes);
      shapes.set(name, merge(shape, declared.get(name)));
    });
  }
  return { shapes, unknownOperators: [...unknownOperators] };
};
