import { type ModelCard, parseModelCard, type PreprocessConfig } from '@ocelli/core';

/** A preprocessing that any card may have. */
const NEUTRAL: PreprocessConfig = {
  resize: { mode: 'squash', width: 1, height: 1 },
  kernel: 'bilinear',
  rescaleFactor: 1,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  channelOrder: 'rgb',
  layout: 'nchw',
  dtype: 'float32',
};

/**
 * Checks fields of a card where the card itself is not there yet, by the card's own rules.
 *
 * @throws ModelCardError about these fields.
 */
export const probeCard = (fields: {
  readonly preprocess?: unknown;
  readonly labels?: unknown;
  readonly labelDetails?: unknown;
  readonly labelGroups?: unknown;
}): ModelCard =>
  parseModelCard({
    schemaVersion: 1,
    id: 'probe',
    version: '1.0.0',
    labels: ['probe'],
    input: { name: 'input' },
    preprocess: NEUTRAL,
    head: { kind: 'softmax', output: 'logits' },
    variants: [{ name: 'float32', dtype: 'float32', file: { url: 'model.onnx' } }],
    ...fields,
  });
