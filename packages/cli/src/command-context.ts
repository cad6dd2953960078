import type { Readable } from 'node:stream';
import type { ExitCode } from './exit-code.js';
import type { Terminal } from './terminal.js';

/** What a command gets from the process it runs in. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly stdin: Readable;
  /** Aborted on Ctrl-C and when the reader of stdout has gone. */
  readonly signal: AbortSignal;
  /** Set by a command that ends without throwing; 0 unless it says otherwise. */
  exitCode: ExitCode;
  /** Set by a command that a signal is meant to end: it then comes to its own end, with its own exit code. */
  endsOnSignal: boolean;
}
