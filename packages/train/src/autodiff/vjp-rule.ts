import type { GraphBuilder, OnnxDType, OnnxNode } from '@ocelli/onnx';

/** What a rule sees of one node of the forward graph. Values are names; all dims are known numbers. */
export interface VjpContext {
  readonly g: GraphBuilder;
  readonly node: OnnxNode;
  /** Names of the node's inputs; an empty name is an optional one left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Cotangents of the outputs, by position; undefined where the loss does not depend on the output. */
  readonly cotangents: readonly (string | undefined)[];
  /** Dims of a value of the forward graph. @throws UnknownShapeError */
  readonly dims: (value: string) => readonly number[];
  /** Element type of a value of the forward graph. @throws UnknownShapeError */
  readonly dtype: (value: string) => OnnxDType;
  /**
   * Elements of a small constant (axes, shapes, pads), in row-major order.
   *
   * @throws NotDifferentiableError when the value is not constant.
   */
  readonly constant: (value: string) => readonly number[];
  /** Whether the input at `index` needs a cotangent; rules skip the work for those that do not. */
  readonly needs: (index: number) => boolean;
  /** A scalar of the element type of the node's first output. */
  readonly scalar: (value: number) => string;
  /** An int64 vector: axes, shapes, pads. */
  readonly int64: (values: readonly number[]) => string;
  /** @throws NotDifferentiableError that names the node; `reason` is a clause. */
  readonly refuse: (reason: string) => never;
}

/**
 * Appends the nodes of a vector-Jacobian product: from the cotangents of the outputs to those of the
 * inputs, by position; undefined where none is needed or the operator does not depend on the input smoothly.
 */
export type VjpRule = (context: VjpContext) => readonly (string | undefined)[];

/** A rule for operators of which only the first output carries a gradient; `dy` is its cotangent. */
export const ofFirstOutput =
  (rule: (context: VjpContext, dy: string) => ReturnType<VjpRule>): VjpRule =>
  (context) => {
    const [dy, ...others] = context.cotangents;
    if (dy === undefined || others.some((other) => other !== undefined)) {
      return context.refuse('the loss depends on an output other than its first');
    }
    return rule(context, dy);
  };

/** A rule for functions of one value: `dx = f(dy)`. */
export const ofOneInput = (rule: (context: VjpContext, dy: string) => string): VjpRule =>
  ofFirstOutput((context, dy) => [rule(context, dy)]);
