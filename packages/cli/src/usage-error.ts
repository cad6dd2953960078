import { OcelliError } from '@ocelli/core';

/** An argument or option on the command line is not what the command takes. */
export class UsageError extends OcelliError {
  static override readonly errorName = 'UsageError';

  readonly argument: string;

  constructor({
    argument,
    problem,
    remedy,
    cause,
  }: {
    /** As typed: `--top`. */
    argument: string;
    problem: string;
    remedy: string;
    cause?: unknown;
  }) {
    super({ message: `${argument}: ${problem}`, remedy, cause });
    this.argument = argument;
  }
}
