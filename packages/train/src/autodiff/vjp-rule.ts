import type { GraphBuilder, OnnxNode } from '@ocelli/onnx';

/** What a rule sees of one node of the forward graph. Values are names; all dims are known numbers. */
export interface VjpContext {
  readonly g: GraphBuilder;
  readonly node: OnnxNode;
  /** Names of the node's inputs; an empty name is an optional one left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Cotangents of the outputs, by position; undefined where the loss does not depend on the output. */
  readonly cotangents: readonly (string | undefined)[];
  /** Dims of a value of the forward graph. */
  readonly dims: (value: string) => readonly number[];
  /** Elements of a small integer constant (axes, shapes, pads), in row-major order. */
  readonly constant: (value: string) => readonly number[];
  /** Whether the input at `index` needs a cotangent; rules skip the work for those that do not. */
  readonly needs: (index: number) => boolean;
}

/**
 * Appends the nodes of a vector-Jacobian product: from the cotangents of the outputs to those of the
 * inputs, by position; undefined where none is needed or the operator does not depend on the input smoothly.
 */
export type VjpRule = (context: VjpContext) => readonly (string | undefined)[];
