import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

export const OCELLI_BIN = fileURLToPath(
  new URL('../../packages/cli/bin/ocelli.js', import.meta.url),
);

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface CliResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the built command as its own process, with all three streams as pipes. */
export const startOcelli = (
  args: readonly string[],
  { cwd, env }: CliOptions = {},
): ChildProcessByStdio<Writable, Readable, Readable> =>
  spawn(process.execPath, [OCELLI_BIN, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });

/** Waits for the end of a process whose streams nobody else reads. */
export const waitForEnd = async (
  child: ChildProcessByStdio<Writable, Readable, Readable>,
): Promise<CliResult> => {
  const ended = new Promise<Pick<CliResult, 'code' | 'signal'>>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ code, signal });
    });
  });
  const [stdout, stderr, end] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { ...end, stdout, stderr };
};

/** Runs `ocelli` to its end, with `input` on stdin. */
export const runOcelli = async (
  args: readonly string[],
  { input = '', ...options }: CliOptions & { readonly input?: string } = {},
): Promise<CliResult> => {
  const child = startOcelli(args, options);
  // A command that does not read stdin may end before it is written.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return waitForEnd(child);
};

/** The `error` field of a line of `--json`. */
export interface ErrorLine {
  readonly name: string;
  readonly message: string;
  readonly remedy: string;
}

/** The objects of `--json` output, one per line. */
export const parseJsonLines = (stdout: string): Record<string, unknown>[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
