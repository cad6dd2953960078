import { CommanderError } from 'commander';
import { CommandFailure } from './command-failure.js';
import type { CommandContext } from './command-context.js';
import { EXIT_CODES, type ExitCode } from './exit-code.js';
import { formatError } from './format-error.js';
import { OutputError } from './output-error.js';
import { createProgram } from './program.js';
import { createTerminal } from './terminal.js';
import { UsageError } from './usage-error.js';

/** Why the command was told to stop, and what the process then exits with. */
class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}

const exitCodeOf = (error: unknown): ExitCode => {
  if (error instanceof CommandFailure) return error.exitCode;
  return UsageError.isInstance(error) ? EXIT_CODES.usage : EXIT_CODES.internalError;
};

/**
 * Runs `ocelli` with these arguments (without node and script) on the streams of a process, and gives
 * the exit code. The first SIGINT or SIGTERM aborts what runs, the second has its usual effect. A
 * reader of stdout that goes away ends the command quietly.
 */
export const runCommandLine = async (
  args: readonly string[],
  process: NodeJS.Process,
): Promise<ExitCode> => {
  const controller = new AbortController();
  const { signal } = controller;
  const interrupt = (message: string, code: ExitCode) => (): void => {
    controller.abort(new Interruption(message, code));
  };
  const onSigint = interrupt('Interrupted.', EXIT_CODES.interrupted);
  const onSigterm = interrupt('Terminated.', EXIT_CODES.terminated);
  process.once('SIGINT', onSigint).once('SIGTERM', onSigterm);
  const onOutputError = (error: NodeJS.ErrnoException): void => {
    const hasReaderGone = error.code === 'EPIPE';
    controller.abort(
      hasReaderGone
        ? new Interruption('', EXIT_CODES.ok)
        : new CommandFailure(EXIT_CODES.inputsFailed, new OutputError({ cause: error })),
    );
  };
  process.stdout.on('error', onOutputError);
  process.stderr.on('error', onOutputError);
  const terminal = createTerminal({ stdout: process.stdout, stderr: process.stderr, signal });
  const context: CommandContext = {
    terminal,
    stdin: process.stdin,
    signal,
    exitCode: EXIT_CODES.ok,
  };
  const program = createProgram(context);
  try {
    await program.parseAsync(args, { from: 'user' });
    signal.throwIfAborted();
    return context.exitCode;
  } catch (thrown) {
    // What an abort makes a command throw says less than its reason.
    const error: unknown = signal.aborted ? signal.reason : thrown;
    terminal.showProgress(undefined);
    if (error instanceof Interruption) {
      if (error.message !== '') terminal.note(error.message);
      return error.exitCode;
    }
    if (error instanceof CommanderError) {
      // Help that was asked for, and the version, exit with 0; commander has written them.
      return error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage;
    }
    const isVerbose = args.includes('--verbose');
    const cause = error instanceof CommandFailure ? error.cause : error;
    const prefix = terminal.noteStyle('red', 'error: ');
    terminal.note(formatError(cause, { isVerbose, prefix }));
    return exitCodeOf(error);
  } finally {
    process.off('SIGINT', onSigint).off('SIGTERM', onSigterm);
  }
};
