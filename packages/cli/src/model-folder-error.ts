import { OcelliError } from '@ocelli/core';

/** A folder was named as the model and is no Hugging Face folder. */
export class ModelFolderError extends OcelliError {
  static override readonly errorName = 'ModelFolderError';

  readonly folder: string;
  /** An ONNX file in it, which may have been meant. */
  readonly onnxFile: string | undefined;

  constructor({
    folder,
    onnxFile,
    cause,
  }: {
    folder: string;
    onnxFile: string | undefined;
    cause: unknown;
  }) {
    super({
      message: `The folder ${folder} was taken for a Hugging Face model, but it has no config.json.`,
      remedy:
        onnxFile === undefined
          ? 'Name a card, an ONNX file, a Hugging Face folder, a pack or a catalogue id.'
          : `Name the file in it: ${onnxFile}.`,
      cause,
    });
    this.folder = folder;
    this.onnxFile = onnxFile;
  }
}
