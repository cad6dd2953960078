import { Command } from 'commander';
import type { CsvColumns } from '@ocelli/train/node';
import { inPhase } from '../command-failure.js';
import type { CommandContext } from '../command-context.js';
import type { ModelEvaluation } from '../evaluate-model.js';
import { EXIT_CODES, type ExitCode } from '../exit-code.js';
import { formatError, toErrorLine } from '../format-error.js';
import { formatTable } from '../format-table.js';
import type { LoadedClassifier } from '../load-classifier.js';
import { createProgress } from '../progress.js';
import type { Terminal } from '../terminal.js';
import { checkNotEmpty } from '../usage-error.js';
import { addModelOptions, type ModelOptions } from './model-options.js';
import { parseColumns } from './parse-columns.js';
import { withDownloadProgress } from './with-download-progress.js';

interface EvaluateOptions extends ModelOptions {
  readonly model: string;
  readonly columns?: CsvColumns;
  readonly report?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

const SHOWN_MISTAKES = 50;
const SHOWN_CLASSES = 5;

/** What `msPerImage` is, for whoever reads the figure without this page. */
const COVERS =
  'median wall-clock time of preprocessing and inference of one decoded picture, one at a time, on the execution provider; decoding is apart';

/** The object of `--json`. */
const toJson = (
  { evaluation, assumptions }: ModelEvaluation,
  { classifier, assumptions: modelAssumptions }: LoadedClassifier,
): string => {
  const { mistakes, failed, timing, ...metrics } = evaluation;
  const { id, version, variants } = classifier.card;
  const taken = [...modelAssumptions, ...assumptions];
  return JSON.stringify({
    model: {
      id,
      version,
      sha256: variants[0]?.file.sha256,
      executionProvider: classifier.executionProvider,
    },
    ...metrics,
    msPerImage: timing?.msPerImage ?? null,
    decodeMsPerImage: timing?.decodeMs ?? null,
    timing: timing === null ? null : { ...timing, covers: COVERS },
    mistakeCount: mistakes.length,
    worstMistakes: mistakes.slice(0, SHOWN_MISTAKES),
    failed: failed.map(({ path, error }) => ({ path, error: toErrorLine(error) })),
    ...(taken.length === 0 ? {} : { assumptions: taken }),
  });
};

const percent = (share: number | null): string =>
  share === null ? '-' : `${(share * 100).toFixed(2)} %`;

/** The figures for a reader, and the classes that are hardest. */
const toText = ({ evaluation }: ModelEvaluation, { style }: Terminal): string => {
  const { count, top1, top1Interval, top5, meanPerClassAccuracy, ece, timing } = evaluation;
  const between =
    top1Interval === null
      ? ''
      : style('dim', `${percent(top1Interval.low)} to ${percent(top1Interval.high)} (95 %)`);
  const figures = [
    ['pictures', String(count)],
    ['top-1', style('green', percent(top1)), between],
    ['top-5', percent(top5)],
    ['mean per class', percent(meanPerClassAccuracy)],
    ['ECE', percent(ece)],
    ...(timing === null
      ? []
      : [
          [
            'per picture',
            `${timing.msPerImage.toFixed(2)} ms`,
            style('dim', `${timing.decodeMs.toFixed(2)} ms of decoding not counted`),
          ],
        ]),
  ];
  const hardest = evaluation.perClass
    .filter(({ support, recall }) => support > 0 && recall !== 1)
    .sort((a, b) => (a.recall ?? 0) - (b.recall ?? 0))
    .slice(0, SHOWN_CLASSES)
    .map(({ label, support, recall, precision }) => [
      label,
      percent(recall),
      percent(precision),
      String(support),
    ]);
  if (hardest.length === 0) return formatTable(figures);
  const head = ['hardest', 'recall', 'precision', 'pictures'].map((name) => style('bold', name));
  return `${formatTable(figures)}\n\n${formatTable([head, ...hardest], { right: [1, 2, 3] })}`;
};

const noteFailures = (
  { failed }: ModelEvaluation['evaluation'],
  { verbose }: EvaluateOptions,
  terminal: Terminal,
): void => {
  for (const { path, error } of failed) {
    const prefix = `${terminal.noteStyle('red', path)}: `;
    terminal.note(formatError(error, { isVerbose: verbose === true, prefix }));
  }
};

const measure = async (
  data: string,
  options: EvaluateOptions,
  loaded: LoadedClassifier,
  { terminal, signal }: CommandContext,
): Promise<ModelEvaluation> => {
  const { evaluateModel } = await import('../evaluate-model.js');
  const progress = createProgress(terminal, { title: 'evaluate', unit: String });
  try {
    const { columns } = options;
    return await evaluateModel({
      classifier: loaded.classifier,
      data,
      ...(columns === undefined ? {} : { columns }),
      onProgress: (done, total) => {
        progress.update(done, total);
      },
      signal,
    });
  } finally {
    progress.end();
  }
};

const saveReport = async (
  folder: string,
  data: string,
  { evaluation }: ModelEvaluation,
  { classifier }: LoadedClassifier,
  signal: AbortSignal,
): Promise<void> => {
  const { writeReport } = await import('@ocelli/train/node');
  const { decodeImage } = await import('@ocelli/node');
  const { id, name = id, version } = classifier.card;
  await writeReport(folder, {
    title: `${name} ${version}`,
    facts: [['Data', data]],
    evaluation,
    read: decodeImage,
    signal,
  });
};

const evaluate = async (
  data: string,
  options: EvaluateOptions,
  context: CommandContext,
): Promise<ExitCode> => {
  const { terminal, signal } = context;
  checkNotEmpty('<data>', data);
  const { loadClassifier } = await import('../load-classifier.js');
  const loaded = await inPhase(EXIT_CODES.modelNotLoaded, () =>
    withDownloadProgress(terminal, (onProgress) =>
      loadClassifier(options.model, { ...options, signal, onProgress }),
    ),
  );
  try {
    const measured = await inPhase(EXIT_CODES.inputsFailed, () =>
      measure(data, options, loaded, context),
    );
    for (const assumption of [...loaded.assumptions, ...measured.assumptions]) {
      terminal.note(`${terminal.noteStyle('yellow', 'assumed:')} ${assumption}`);
    }
    noteFailures(measured.evaluation, options, terminal);
    const { report } = options;
    if (report !== undefined) {
      await inPhase(EXIT_CODES.inputsFailed, () =>
        saveReport(report, data, measured, loaded, signal),
      );
    }
    await terminal.print(
      options.json === true ? toJson(measured, loaded) : toText(measured, terminal),
    );
    const isComplete = measured.evaluation.failed.length === 0;
    return isComplete ? EXIT_CODES.ok : EXIT_CODES.inputsFailed;
  } finally {
    await loaded.classifier.release();
  }
};

/** Creates `ocelli evaluate`: accuracy, calibration and speed on labelled pictures. */
export const createEvaluateCommand = (context: CommandContext): Command =>
  addModelOptions(
    new Command('evaluate')
      .description('measures a model on labelled pictures: accuracy, calibration, speed')
      .argument('<data>', 'folder with one subfolder per class, or a CSV list (.csv)')
      .requiredOption(
        '-m, --model <model>',
        'card, ONNX file, Hugging Face folder or catalogue id',
      ),
  )
    .option(
      '--columns <columns>',
      'of a list: path=file,label=class,region=x1:y1:x2:y2 (default: path=path, labels from folders)',
      parseColumns,
    )
    .option('--report <folder>', 'writes figures, pictures and worst mistakes there')
    .option('--json', 'prints one JSON object')
    .action(async (data: string, _: unknown, command: Command) => {
      context.exitCode = await evaluate(data, command.optsWithGlobals(), context);
    });
