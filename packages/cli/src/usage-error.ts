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

/**
 * Checks that what was typed for `argument` is not the empty text of an unset shell variable.
 *
 * @throws UsageError
 */
export const checkNotEmpty = (argument: string, ...values: readonly string[]): void => {
  if (!values.includes('')) return;
  throw new UsageError({
    argument,
    problem: 'it is empty.',
    remedy: 'Name a file or folder; a shell variable in its place may be unset.',
  });
};
