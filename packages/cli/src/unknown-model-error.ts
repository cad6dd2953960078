import { OcelliError } from '@ocelli/core';

/** The model of a command line is neither a file or folder that exists nor an id of the catalogue. */
export class UnknownModelError extends OcelliError {
  static override readonly errorName = 'UnknownModelError';

  readonly model: string;
  /** Catalogue ids that look like it, best first. */
  readonly similar: readonly string[];

  constructor({ model, similar }: { model: string; similar: readonly string[] }) {
    super({
      message: `There is no file, folder or catalogue model "${model}".`,
      remedy:
        similar.length === 0
          ? 'Check the path: MODEL is a card, an ONNX file, a Hugging Face folder or a catalogue id.'
          : `Did you mean ${similar.join(', ')}?`,
    });
    this.model = model;
    this.similar = similar;
  }
}
