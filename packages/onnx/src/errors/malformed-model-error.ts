import { OcelliError } from '@ocelli/core';
import { FOREIGN_FORMATS, type ForeignFormat } from '../model/foreign-format.js';

/** The bytes are not a complete ONNX model. */
export class MalformedModelError extends OcelliError {
  static override readonly errorName = 'MalformedModelError';

  /** What is wrong, as a clause: `it ends in the middle of a field`. */
  readonly reason: string;
  /** What the bytes look like instead, where that can be told. */
  readonly foreignFormat: ForeignFormat | undefined;

  constructor({
    reason,
    foreignFormat,
    cause,
  }: {
    reason: string;
    foreignFormat?: ForeignFormat | undefined;
    cause?: unknown;
  }) {
    super({
      message: `This is not a valid ONNX model: ${reason}.`,
      remedy:
        foreignFormat === undefined
          ? 'Download or export the model again, and check that the file is complete.'
          : FOREIGN_FORMATS[foreignFormat].remedy,
      cause,
    });
    this.reason = reason;
    this.foreignFormat = foreignFormat;
  }
}
