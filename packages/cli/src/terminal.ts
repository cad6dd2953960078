import { once } from 'node:events';
import { styleText } from 'node:util';

/** One at a time: for a list, Node 20 does not ask the stream whether it shows colours. */
export type Format = Extract<Parameters<typeof styleText>[0], string>;

/** The part of a `process` stream that the commands write to. */
export type OutputStream = NodeJS.WriteStream & { readonly fd: number };

/** Where a command writes: results to stdout, everything else to stderr. */
export interface Terminal {
  /** Writes one result and waits while the reader of stdout is slower. */
  readonly print: (text: string) => Promise<void>;
  /** Writes a line that is not a result to stderr. */
  readonly note: (text: string) => void;
  /** Replaces the progress line, or removes it; nothing is written unless stderr is a terminal. */
  readonly showProgress: (text: string | undefined) => void;
  /** Formats for stdout; plain text where it is no terminal or `NO_COLOR` is set. */
  readonly style: (format: Format, text: string) => string;
  /** The same for stderr. */
  readonly noteStyle: (format: Format, text: string) => string;
}

const CLEAR_LINE = '\r\u001b[K';
const DEFAULT_COLUMNS = 80;

/** Creates the terminal of a process; `signal` ends a wait for a reader that has gone away. */
export const createTerminal = ({
  stdout,
  stderr,
  signal,
}: {
  stdout: OutputStream;
  stderr: OutputStream;
  signal: AbortSignal;
}): Terminal => {
  let shown: string | undefined;
  const showProgress = (text: string | undefined): void => {
    if (!stderr.isTTY || text === shown) return;
    // A line that wraps could not be cleared again; a terminal of unknown width says 0.
    const width = (stderr.columns || DEFAULT_COLUMNS) - 1;
    stderr.write(`${CLEAR_LINE}${text?.slice(0, width) ?? ''}`);
    shown = text;
  };
  /** Keeps the progress line below what is written to a terminal, also when both streams are the same one. */
  const aboveProgress = (stream: OutputStream, write: () => void): void => {
    const text = shown;
    if (stream.isTTY) showProgress(undefined);
    write();
    showProgress(text);
  };
  return {
    print: async (text) => {
      let hasRoom = true;
      aboveProgress(stdout, () => {
        hasRoom = stdout.write(`${text}\n`);
      });
      if (!hasRoom) await once(stdout, 'drain', { signal });
    },
    note: (text) => {
      aboveProgress(stderr, () => stderr.write(`${text}\n`));
    },
    showProgress,
    style: (format, text) => styleText(format, text, { stream: stdout }),
    noteStyle: (format, text) => styleText(format, text, { stream: stderr }),
  };
};
