import {
  createGraphIndex,
  extractSubgraph,
  graphOf,
  nestedGraphs,
  type OnnxModel,
  withGraph,
} from '@ocelli/onnx';

const NO_OPERATIONS = ['Dropout', 'Identity'];

/**
 * Leaves out Dropout (which does nothing at inference) and Identity, where they do not make an output, and
 * whatever no output needs. A graph with graphs inside is left as it is.
 */
export const withoutTrainingNodes = (model: OnnxModel): OnnxModel => {
  const graph = graphOf(model);
  if (graph.node.some((node) => nestedGraphs(node).length > 0)) return model;
  const index = createGraphIndex(model);
  const sources = new Map<string, string>();
  const node = index.topologicalOrder.flatMap((each) => {
    const input = each.input.map((name) => sources.get(name) ?? name);
    const [output = '', mask = ''] = each.output;
    const isKept =
      !NO_OPERATIONS.includes(each.opType ?? '') ||
      index.outputs.includes(output) ||
      (mask !== '' && index.consumers(mask).length > 0);
    if (isKept) return [{ ...each, input }];
    sources.set(output, input[0] ?? '');
    return [];
  });
  return extractSubgraph(withGraph(model, { node }), { inputs: index.inputs });
};
