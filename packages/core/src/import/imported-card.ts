import type { ModelCard } from '../card/model-card.js';
import type { TensorInfo } from '../tensor/tensor.js';

/** A model card made from what another ecosystem says of a model. */
export interface ImportedCard {
  readonly card: ModelCard;
  /** What the source did not say and was taken for granted, one sentence each, to show to the user. */
  readonly assumptions: readonly string[];
}

/** Inputs and outputs of a model file, as `@ocelli/onnx` reads them. */
export interface ModelSignature {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
}
