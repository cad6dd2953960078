import { OcelliError } from '@ocelli/core';

/** A folder or a glob of the command line names no file. */
export class NoFilesFoundError extends OcelliError {
  static override readonly errorName = 'NoFilesFoundError';

  readonly input: string;

  constructor({
    input,
    reason,
    remedy,
    cause,
  }: {
    input: string;
    reason: string;
    remedy: string;
    cause?: unknown;
  }) {
    super({ message: `${input} gives no files: ${reason}.`, remedy, cause });
    this.input = input;
  }
}
