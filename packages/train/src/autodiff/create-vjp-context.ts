import {
  describeNode,
  type GraphBuilder,
  isStandardDomain,
  type OnnxDType,
  type OnnxNode,
} from '@ocelli/onnx';
import { NotDifferentiableError } from './differentiation-errors.js';
import type { GradientPath } from './gradient-path.js';
import type { VjpContext } from './vjp-rule.js';

/** Constants of the backward pass: one of each, however often rules ask for it. */
export interface BackwardConstants {
  readonly int64: (values: readonly number[]) => string;
  readonly scalar: (dtype: OnnxDType, value: number) => string;
}

export const createBackwardConstants = (g: GraphBuilder): BackwardConstants => {
  const made = new Map<string, string>();
  const once = (key: string, make: () => string): string => {
    const name = made.get(key) ?? make();
    made.set(key, name);
    return name;
  };
  return {
    int64: (values) => once(`int64 ${values.join()}`, () => g.int64('backward_ints', values)),
    scalar: (dtype, value) =>
      once(`${dtype} ${value}`, () =>
        g.scalar('backward_scalar', dtype === 'float64' ? 'float64' : 'float32', value),
      ),
  };
};

/** Refuses a node, naming it and the values of `wrt` that lie before it. */
export const refuseNode = (node: OnnxNode, path: GradientPath, reason: string): never => {
  const { domain, opType = '' } = node;
  throw new NotDifferentiableError({
    node: describeNode(node),
    operator: isStandardDomain(domain) ? opType : `${domain}.${opType}`,
    reason,
    upstream: [...new Set(node.input.flatMap((name) => path.origins(name)))],
  });
};

/** Creates what the rule of one node sees. */
export const createVjpContext = (
  g: GraphBuilder,
  path: GradientPath,
  constants: BackwardConstants,
  { node, cotangents }: Pick<VjpContext, 'node' | 'cotangents'>,
): VjpContext => ({
  g,
  node,
  inputs: node.input,
  outputs: node.output,
  cotangents,
  dims: path.dims,
  dtype: path.dtype,
  constant: (value) =>
    path.elements(value) ?? refuseNode(node, path, `its operand "${value}" is not constant`),
  needs: (position) => path.holds(node.input[position] ?? ''),
  scalar: (value) => constants.scalar(path.dtype(node.output[0] ?? ''), value),
  int64: constants.int64,
  refuse: (reason) => refuseNode(node, path, reason),
});
