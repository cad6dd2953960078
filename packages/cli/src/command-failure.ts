import type { ExitCode } from './exit-code.js';
import { UsageError } from './usage-error.js';

/** Carries an error to the top of the command together with the exit code of the phase it fell in. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, cause: unknown) {
    super('The command failed.', { cause });
    this.exitCode = exitCode;
  }
}

/** Runs one phase of a command; what it throws leaves the process with `exitCode`, wrong usage with its own. */
export const inPhase = async <T>(exitCode: ExitCode, phase: () => Promise<T>): Promise<T> => {
  try {
    return await phase();
  } catch (error) {
    const isKnown = error instanceof CommandFailure || UsageError.isInstance(error);
    throw isKnown ? error : new CommandFailure(exitCode, error);
  }
};
