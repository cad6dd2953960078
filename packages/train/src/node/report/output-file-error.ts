import { OcelliError } from '@ocelli/core';

/** A result could not be written to disk. */
export class OutputFileError extends OcelliError {
  static override readonly errorName = 'OutputFileError';

  readonly path: string;

  constructor({ path, cause }: { path: string; cause: unknown }) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super({
      message: `${path} could not be written: ${reason}.`,
      remedy: 'Make room on the disk, or name a folder that may be written to.',
      cause,
    });
    this.path = path;
  }
}
