import { elementCount } from '@ocelli/core';
import {
  createGraphIndex,
  extendGraph,
  type GraphBuilder,
  graphOf,
  inferShapes,
  intAttribute,
  isStandardDomain,
  type OnnxModel,
  type OnnxNode,
  withGraph,
} from '@ocelli/onnx';
import { type Convolution, convolutionOf } from './rules/convolution-geometry.js';
import { positionsAsRows, unfold } from './rules/unfold.js';

/** Up to so many positions one product over all examples is faster than one per example. */
const FEW_POSITIONS = 4;

/** `Y^T = unfold(X)^T W^T + b` over all examples and positions; returns Y. */
const appendProduct = (
  g: GraphBuilder,
  { input: [image = '', weight = '', bias] }: OnnxNode,
  convolution: Convolution,
): string => {
  const { window, batch, channels } = convolution;
  const positions = elementCount(window.output);
  const rows = channels[0] * elementCount(window.kernel);
  const context = {
    g,
    int64: (values: readonly number[]): string => g.int64('unfold_dims', values),
    dtype: () => 'float32' as const,
    inputs: [],
  };
  const columns = unfold(context, image, convolution);
  const columnRows = positionsAsRows(context, columns, [batch, rows, positions]);
  const filters = g.node('Reshape', [weight, context.int64([channels[1], rows])]);
  const operands = bias ? [columnRows, filters, bias] : [columnRows, filters];
  const product = g.node('Gemm', operands, { transB: 1 });
  const perExample = context.int64([batch, positions, channels[1]]);
  const turned = g.node('Transpose', [g.node('Reshape', [product, perExample])], {
    perm: [0, 2, 1],
  });
  const dims = context.int64([batch, channels[1], ...window.output]);
  return g.node('Reshape', [turned, dims]);
};

/**
 * Writes convolutions whose result has few positions out as one product over the whole batch: the last
 * layers of networks for small pictures, where a convolution would read its weights once per example. What
 * the graph computes stays the same. For graphs with a fixed batch; other convolutions are left alone.
 */
export const unfoldConvolutions = (model: OnnxModel): OnnxModel => {
  const { shapes } = inferShapes(model);
  const numbers = (value: string): number[] | undefined => {
    const { dtype, dims } = shapes.get(value) ?? {};
    const known = dims?.filter((dim) => typeof dim === 'number');
    return dtype === 'float32' && known?.length === dims?.length ? known : undefined;
  };
  const g = extendGraph(model);
  const renamed = new Map<string, string>();
  const replaced = new Set<OnnxNode>();
  for (const node of graphOf(model).node) {
    const { domain, opType, input, output } = node;
    const [image = '', weight = ''] = input;
    const [result = ''] = output;
    if (opType !== 'Conv' || !isStandardDomain(domain)) continue;
    if ((intAttribute(node, 'group') ?? 1) !== 1) continue;
    if (![image, weight, result].every((value) => numbers(value) !== undefined)) continue;
    const dims = (value: string): number[] => numbers(value) ?? [];
    if (elementCount(dims(result).slice(2)) > FEW_POSITIONS) continue;
    renamed.set(
      appendProduct(g, node, convolutionOf({ node, dims }, image, weight, result)),
      result,
    );
    replaced.add(node);
  }
  if (replaced.size === 0) return model;
  const extended = g.build();
  const node = graphOf(extended)
    .node.filter((each) => !replaced.has(each))
    .map((each) => ({ ...each, output: each.output.map((name) => renamed.get(name) ?? name) }));
  const rewritten = withGraph(extended, { node });
  return withGraph(rewritten, { node: [...createGraphIndex(rewritten).topologicalOrder] });
};
