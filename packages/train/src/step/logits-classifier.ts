import {
  createGraphIndex,
  createNameScope,
  extendGraph,
  extractSubgraph,
  graphOf,
  inferShapes,
  type OnnxModel,
  renameValues,
  toValueInfo,
  withGraph,
} from '@ocelli/onnx';

const LOGITS = 'logits';

/**
 * Reduces a classifier to the part that makes the value `logits`: one output of that name, `[N, classes]`,
 * flattened where pooling left axes of size 1.
 */
export const logitsClassifier = (model: OnnxModel, logits: string): OnnxModel => {
  // Whatever the file declares of its outputs, the shapes that follow from the weights count.
  const output = graphOf(model).output.map(({ name = '' }) =>
    toValueInfo(name, 'float32', undefined),
  );
  const cut = extractSubgraph(withGraph(model, { output }), { outputs: [logits] });
  const dims = inferShapes(cut).shapes.get(logits)?.dims;
  const declared = toValueInfo(LOGITS, 'float32', ['N', dims?.[1] ?? '?']);
  const isFlat = dims === undefined || dims.length === 2;
  if (isFlat && logits === LOGITS) return withGraph(cut, { output: [declared] });

  const { values } = createGraphIndex(cut);
  const other = createNameScope(values).unique(`${LOGITS}_inner`);
  const freed = values.has(LOGITS) ? { [LOGITS]: other } : {};
  if (isFlat) {
    return withGraph(renameValues(cut, { ...freed, [logits]: LOGITS }), { output: [declared] });
  }
  const g = extendGraph(withGraph(renameValues(cut, freed), { output: [] }));
  g.node('Flatten', [logits === LOGITS ? other : logits], { axis: 1 }, { name: LOGITS });
  return withGraph(g.build(), { output: [declared] });
};
