import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { unwatchFile, watchFile } from 'node:fs';
import {
  createLogger,
  createRunner,
  DEFAULT_RUNNER_CONFIG,
  type LoadClassifier,
  type Logger,
  readRunnerConfig,
  type Runner,
  type RunnerConfig,
} from '@ocelli/edge-runner';
import { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { inPhase } from '../command-failure.js';
import { EXIT_CODES } from '../exit-code.js';
import { loadClassifier } from '../load-classifier.js';
import { parsePort } from './parse-options.js';

interface RunOptions {
  readonly check?: true;
  readonly port?: number;
}

/** How often the configuration is looked at, in milliseconds. */
const WATCH_MS = 1000;

/** Loads models as `--model` does. */
export const loadModel: LoadClassifier = async ({ model, variant, executionProviders }, signal) => {
  const { classifier } = await loadClassifier(model, {
    signal,
    ...(variant === undefined ? {} : { variant }),
    ...(executionProviders === undefined ? {} : { provider: executionProviders }),
  });
  return classifier;
};

/** Resolves when stdout has taken the line, so that a slow reader is waited for. */
const printLine = (line: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(`${line}\n`, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });

const readConfig = async (
  file: string | undefined,
  { port }: RunOptions,
): Promise<RunnerConfig> => {
  const config = file === undefined ? DEFAULT_RUNNER_CONFIG : await readRunnerConfig(file);
  if (port === undefined || config.page === false) return config;
  return { ...config, page: { ...config.page, port } };
};

/** Takes the configuration anew when its file changes and on SIGHUP, until the signal. */
const followConfig = (
  file: string,
  runner: Runner,
  options: RunOptions,
  signal: AbortSignal,
): void => {
  const reload = async (): Promise<void> => {
    let config: RunnerConfig;
    try {
      config = await readConfig(file, options);
    } catch (error) {
      runner.rejectReload(error);
      return;
    }
    // The runner has said why, and goes on with what it had.
    await runner.reload(config).catch(() => undefined);
  };
  let text: string | undefined;
  const onChange = async (): Promise<void> => {
    const now = await readFile(file, 'utf8').catch(() => undefined);
    // Between two steps of an editor there may be no file.
    if (now === undefined || now === text) return;
    text = now;
    await reload();
  };
  const onFile = (): void => void onChange();
  const onHangUp = (): void => void reload();
  readFile(file, 'utf8').then(
    (first) => (text = first),
    () => undefined,
  );
  watchFile(file, { interval: WATCH_MS }, onFile);
  process.on('SIGHUP', onHangUp);
  signal.addEventListener('abort', () => {
    unwatchFile(file, onFile);
    process.off('SIGHUP', onHangUp);
  });
};

const announce = (runner: Runner, file: string | undefined, logger: Logger): void => {
  const { cameras } = runner.status();
  logger.log('info', file === undefined ? 'running simulated cameras' : 'running', {
    cameras: cameras.map(({ id }) => id).join(','),
    ...(runner.pageUrl !== undefined && { page: runner.pageUrl }),
  });
};

const run = async (
  file: string | undefined,
  options: RunOptions,
  context: CommandContext,
): Promise<void> => {
  const { terminal, signal } = context;
  const config = await inPhase(EXIT_CODES.usage, () => readConfig(file, options));
  if (options.check === true) {
    terminal.note(`${file ?? 'The built-in configuration'} is right.`);
    return;
  }
  const logger = createLogger({
    level: config.log?.level ?? 'info',
    format: process.stderr.isTTY ? 'text' : 'json',
    write: terminal.note,
    now: Date.now,
  });
  const runner = await inPhase(EXIT_CODES.notStarted, () =>
    createRunner({ config, loadClassifier: loadModel, print: printLine, logger, env: process.env }),
  );
  // From here on a signal means: come to an end.
  context.endsOnSignal = true;
  announce(runner, file, logger);
  if (file !== undefined) followConfig(file, runner, options, signal);
  if (!signal.aborted) await once(signal, 'abort');
  logger.log('info', 'draining');
  const { undelivered } = await runner.drain();
  logger.log(undelivered === 0 ? 'info' : 'error', 'stopped', { undelivered });
  context.exitCode = undelivered === 0 ? EXIT_CODES.ok : EXIT_CODES.inputsFailed;
};

/** Creates `ocelli run`: cameras in, events and a local page out, until a signal. */
export const createRunCommand = (context: CommandContext): Command =>
  new Command('run')
    .description('watches cameras: events as JSON lines, and a local page')
    .argument('[config]', 'YAML or JSON; without it three simulated cameras run')
    .option('--check', 'checks the configuration and starts nothing')
    .option('--port <port>', 'port of the page, instead of that of the configuration', parsePort)
    .action(async (file: string | undefined, _: unknown, command: Command) => {
      await run(file, command.optsWithGlobals(), context);
    });
