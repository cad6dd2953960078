import type { ModelFile } from '../backend/inference-backend.js';
import type { ModelCard } from '../card/model-card.js';
import { parseModelCard } from '../card/parse-model-card.js';
import { classLabels } from './class-labels.js';
import { findClassOutput } from './class-output.js';
import type { ImportedCard, ModelSignature } from './imported-card.js';
import { checkPictureSize, pictureInput } from './picture-input.js';
import { preprocessFromTimm } from './preprocess-from-timm.js';
import { variantsFromFiles } from './variants-from-files.js';

/** A timm model, exported to ONNX. */
export interface TimmImport {
  /** kebab-case; see `cardIdFrom`. */
  readonly id: string;
  /** Default `0.0.0`: unknown. */
  readonly version?: string;
  /** `model.pretrained_cfg`, as JSON. */
  readonly pretrainedCfg: unknown;
  readonly labels?: readonly string[];
  readonly files: readonly ModelFile[];
  readonly signature: ModelSignature;
}

/**
 * Makes a card of a timm model.
 *
 * @throws ModelImportError naming what cannot be understood, LabelCountMismatchError, ModelCardError.
 */
export const cardFromTimm = (source: TimmImport): ImportedCard => {
  const { id, version = '0.0.0', signature } = source;
  const input = pictureInput(id, signature.inputs, { layout: 'nchw', channels: 3 });
  const output = findClassOutput(id, signature.outputs, source.labels?.length);
  const labels = classLabels(id, source.labels, output);
  const preprocess = preprocessFromTimm(source.pretrainedCfg, input);
  checkPictureSize(preprocess, input, 'pretrained_cfg', 'input_size');
  const files = variantsFromFiles(id, source.files);
  const card: ModelCard = {
    schemaVersion: 1,
    id,
    version,
    labels: labels.labels,
    input: { name: input.name },
    preprocess,
    head: { kind: 'softmax', output: output.name },
    variants: files.variants,
  };
  parseModelCard(card);
  return { card, assumptions: [...labels.assumptions, ...files.assumptions] };
};
