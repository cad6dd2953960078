import { OcelliError } from '@ocelli/core';
import { PRESET_NAMES } from './model-overrides.js';

/** An ONNX file does not say how its pictures are prepared, and its inputs and outputs do not tell either. */
export class UnknownPreprocessError extends OcelliError {
  static override readonly errorName = 'UnknownPreprocessError';

  readonly path: string;

  constructor({ path }: { path: string }) {
    super({
      message:
        `${path} does not say how its pictures are prepared; ` +
        'only for input [N, 3, 224, 224] and 1000 classes is that assumed.',
      remedy:
        `Say it with --preprocess (${PRESET_NAMES}, or a JSON file), ` +
        'or pass a model card with --card.',
    });
    this.path = path;
  }
}
