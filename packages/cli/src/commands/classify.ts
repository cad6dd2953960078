import { Command } from 'commander';
import type { FileResult } from '../classify-files.js';
import { inPhase } from '../command-failure.js';
import type { CommandContext } from '../command-context.js';
import { EXIT_CODES, type ExitCode } from '../exit-code.js';
import { formatError, toErrorLine } from '../format-error.js';
import { formatTable } from '../format-table.js';
import type { LoadedClassifier } from '../load-classifier.js';
import { createProgress } from '../progress.js';
import type { Terminal } from '../terminal.js';
import { addModelOptions, type ModelOptions } from './model-options.js';
import { parseCount } from './parse-options.js';
import { withDownloadProgress } from './with-download-progress.js';

interface ClassifyOptions extends ModelOptions {
  readonly model: string;
  readonly top?: number;
  readonly recursive?: boolean;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** One line of `--json`; `loaded` is the same in all of them. */
const toJsonLine = (result: FileResult, { classifier, assumptions }: LoadedClassifier): string => {
  if (result.outcome === 'failed') {
    return JSON.stringify({ file: result.file, error: toErrorLine(result.error) });
  }
  const { classification, decodeMs } = result;
  const { provenance, timing } = classification;
  return JSON.stringify({
    file: result.file,
    top: classification.scores,
    accepted: classification.accepted.map(({ label }) => label),
    timing: { decodeMs, ...timing, totalMs: decodeMs + timing.totalMs },
    model: {
      id: provenance.modelId,
      version: provenance.modelVersion,
      variant: provenance.variant,
      sha256: provenance.sha256,
      executionProvider: provenance.executionProvider,
      preprocessHash: provenance.preprocessHash,
      attempts: classifier.attempts.map(({ executionProvider, outcome, reason }) => ({
        executionProvider,
        outcome,
        reason,
      })),
    },
    ...(assumptions.length === 0 ? {} : { assumptions }),
  });
};

/** One file for a reader: its name and a row per label. */
const toTable = (
  { file, classification, decodeMs }: Extract<FileResult, { outcome: 'classified' }>,
  { style }: Terminal,
): string => {
  const rows = classification.scores.map(({ label, index, score }, rank) => {
    const percent = `${(score * 100).toFixed(1)} %`;
    return [percent, rank === 0 ? style('green', label) : label, style('dim', `#${String(index)}`)];
  });
  const totalMs = decodeMs + classification.timing.totalMs;
  const title = `${style('bold', file)}  ${style('dim', `${totalMs.toFixed(1)} ms`)}`;
  return `${title}\n${formatTable(rows, { right: [0], indent: '  ' })}`;
};

/** What a reader should know of the model before its first result. */
const noteModel = (
  terminal: Terminal,
  { classifier, assumptions }: LoadedClassifier,
  options: ClassifyOptions,
): void => {
  const { card, executionProvider, attempts } = classifier;
  const name = `${card.name ?? card.id} ${card.version}`;
  terminal.note(terminal.noteStyle('dim', `${name} on ${executionProvider}`));
  for (const assumption of assumptions) {
    terminal.note(`${terminal.noteStyle('yellow', 'assumed:')} ${assumption}`);
  }
  // That a default order begins with providers this machine lacks is no news; that one fails is.
  const quiet = options.provider === undefined && options.verbose !== true ? ['unavailable'] : [];
  for (const attempt of attempts) {
    if (['selected', ...quiet].includes(attempt.outcome)) continue;
    const note = `${attempt.executionProvider} was not used (${attempt.outcome}): ${attempt.reason}`;
    terminal.note(`${terminal.noteStyle('yellow', 'note:')} ${note}`);
  }
};

/** Reports results as they come and gives the number of files that failed. */
const report = async (
  results: AsyncIterable<FileResult>,
  options: ClassifyOptions,
  {
    terminal,
    loaded,
    total,
  }: { terminal: Terminal; loaded: LoadedClassifier; total: () => number | undefined },
): Promise<number> => {
  const progress = createProgress(terminal, { title: 'classify', unit: String });
  const start = performance.now();
  let done = 0;
  let failed = 0;
  for await (const result of results) {
    done += 1;
    if (result.outcome === 'failed') failed += 1;
    if (options.json === true) await terminal.print(toJsonLine(result, loaded));
    else if (result.outcome === 'classified') await terminal.print(toTable(result, terminal));
    else {
      // Most messages name the file themselves.
      const isNamed = toErrorLine(result.error).message.includes(result.file);
      const prefix = terminal.noteStyle('red', `error: ${isNamed ? '' : `${result.file}: `}`);
      terminal.note(formatError(result.error, { isVerbose: options.verbose === true, prefix }));
    }
    progress.update(done, total());
  }
  progress.end();
  if (options.json !== true && done > 1) {
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const failures = failed === 0 ? '' : `, ${String(failed)} failed`;
    terminal.note(terminal.noteStyle('dim', `${String(done)} files in ${seconds} s${failures}`));
  }
  return failed;
};

const classify = async (
  inputs: readonly string[],
  options: ClassifyOptions,
  { terminal, stdin, signal }: CommandContext,
): Promise<ExitCode> => {
  const { loadClassifier } = await import('../load-classifier.js');
  const { classifyFiles } = await import('../classify-files.js');
  const { expandInputs } = await import('../expand-inputs.js');
  const { decodeImage } = await import('@ocelli/node');
  const isEndless = inputs.includes('-');
  let total = inputs.length;
  const items = expandInputs(inputs, {
    recursive: options.recursive === true,
    stdin,
    signal,
    onDiscover: (additionalFiles) => {
      total += additionalFiles;
    },
  });
  const loaded = await inPhase(EXIT_CODES.modelNotLoaded, () =>
    withDownloadProgress(terminal, (onProgress) =>
      loadClassifier(options.model, { ...options, signal, onProgress }),
    ),
  );
  try {
    noteModel(terminal, loaded, options);
    const results = classifyFiles(items, {
      classifier: loaded.classifier,
      decode: decodeImage,
      signal,
      ...(options.top === undefined ? {} : { topK: options.top }),
    });
    const failed = await report(results, options, {
      terminal,
      loaded,
      total: () => (isEndless ? undefined : total),
    });
    return failed === 0 ? EXIT_CODES.ok : EXIT_CODES.inputsFailed;
  } finally {
    await loaded.classifier.release();
  }
};

/** Creates `ocelli classify`: labels for files, folders, globs and paths on stdin. */
export const createClassifyCommand = (context: CommandContext): Command =>
  addModelOptions(
    new Command('classify')
      .description('names what pictures show')
      .argument('<input...>', 'files, folders, globs in quotes, or - for paths on stdin')
      .requiredOption(
        '-m, --model <model>',
        'card, ONNX file, Hugging Face folder, pack or catalogue id',
      ),
  )
    .option('--top <count>', 'labels per picture (default: as the card says, else 5)', parseCount)
    .option('-r, --recursive', 'looks into the subfolders of folders too')
    .option('--json', 'prints one JSON object per file and line')
    .action(async (inputs: string[], _: unknown, command: Command) => {
      context.exitCode = await classify(inputs, command.optsWithGlobals(), context);
    });
