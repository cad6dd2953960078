import { CommanderError } from 'commander';
import { CommandFailure } from './command-failure.js';
import type { CommandContext } from './command-context.js';
import { EXIT_CODES, type ExitCode } from './exit-code.js';
import { formatError, toErrorLine } from './format-error.js';
import { OutputError } from './output-error.js';
import { createProgram } from './program.js';
import { createTerminal, type OutputStream } from './terminal.js';
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
 * Waits until a stream has taken what was written to it, or has reported why it cannot. A reader that
 * neither reads nor goes away is not waited for after an interruption.
 */
const flush = (stream: OutputStream, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    // The `error` event of a write follows its callback in the same turn of the event loop.
    const end = (): void => void setImmediate(resolve);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
    stream.write('', end);
  });

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
    endsOnSignal: false,
  };
  const program = createProgram(context);
  try {
    await program.parseAsync(args, { from: 'user' });
    await flush(process.stdout, signal);
    if (!context.endsOnSignal) signal.throwIfAborted();
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
    const exitCode = exitCodeOf(error);
    // What could not be written cannot be said on stdout either.
    const isSayable = error instanceof CommandFailure && !OutputError.isInstance(cause);
    if (isSayable && args.includes('--json')) {
      await terminal.print(JSON.stringify({ error: toErrorLine(cause) }));
    }
    return exitCode;
  } finally {
    // What is written last may fail too, and must not end the process as an uncaught error.
    await flush(process.stdout, signal);
    await flush(process.stderr, signal);
    process.stdout.off('error', onOutputError);
    process.stderr.off('error', onOutputError);
    process.off('SIGINT', onSigint).off('SIGTERM', onSigterm);
  }
};
