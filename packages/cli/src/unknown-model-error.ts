import { OcelliError } from '@ocelli/core';

/** The model of a command line is neither a file or folder that exists nor the id of a pack or of the catalogue. */
export class UnknownModelError extends OcelliError {
  static override readonly errorName = 'UnknownModelError';

  readonly model: string;
  /** Ids that look like it, best first. */
  readonly similar: readonly string[];

  constructor({
    model,
    similar,
    known,
  }: {
    model: string;
    similar: readonly string[];
    /** Every id that there is. */
    known: readonly string[];
  }) {
    super({
      message: `There is no file, folder, pack or catalogue model "${model}".`,
      remedy:
        similar.length === 0
          ? `Name a card, an ONNX file, a Hugging Face folder or one of ${known.join(', ')}.`
          : `Did you mean ${similar.join(', ')}?`,
    });
    this.model = model;
    this.similar = similar;
  }
}
