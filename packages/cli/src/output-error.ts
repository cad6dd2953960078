import { OcelliError } from '@ocelli/core';

/** The results could not be written to stdout. */
export class OutputError extends OcelliError {
  static override readonly errorName = 'OutputError';

  constructor({ cause }: { cause: Error }) {
    super({
      message: `The results cannot be written: ${cause.message}.`,
      remedy: 'Check that what stdout leads to has room and may be written.',
      cause,
    });
  }
}
