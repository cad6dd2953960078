import { createGraphIndex, graphOf, type OnnxModel, withGraph } from '@ocelli/onnx';

const NO_OPERATIONS = ['Dropout', 'Identity'];

/** Leaves out Dropout (which does nothing at inference) and Identity, where they do not make an output. */
export const withoutTrainingNodes = (model: OnnxModel): OnnxModel => {
  const graph = graphOf(model);
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
  const used = new Set([...node.flatMap(({ input }) => input), ...index.outputs]);
  return withGraph(model, {
    node,
    initializer: graph.initializer.filter(({ name = '' }) => used.has(name)),
  });
};
