import { OcelliError } from './ocelli-error.js';

/** A model of another ecosystem says something that a model card cannot say, or not enough. */
export class ModelImportError extends OcelliError {
  static override readonly errorName = 'ModelImportError';

  /** File that holds the field: `preprocessor_config.json`, or what stands for it. */
  readonly file: string;
  /** Dotted: `size.longest_edge`. */
  readonly field: string;

  constructor({
    file,
    field,
    reason,
    remedy = 'Write the model card by hand, with this field as you need it.',
  }: {
    file: string;
    field: string;
    /** What is wrong, as the rest of a sentence that begins with the field. */
    reason: string;
    remedy?: string;
  }) {
    super({ message: `Cannot import ${file}: ${field} ${reason}.`, remedy });
    this.file = file;
    this.field = field;
  }
}
