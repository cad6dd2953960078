import { Command, Option } from 'commander';
import { PIXEL_FORMATS, type PixelFormat } from '@ocelli/core';
import type { BenchReport } from '../bench-model.js';
import type { SessionBenchReport } from '../bench-session.js';
import { inPhase } from '../command-failure.js';
import type { CommandContext } from '../command-context.js';
import { EXIT_CODES } from '../exit-code.js';
import { formatTable } from '../format-table.js';
import { createProgress } from '../progress.js';
import type { Quantiles } from '../quantiles.js';
import { addModelOptions, type ModelOptions } from './model-options.js';
import { parseCount, parseSize } from './parse-options.js';
import { withDownloadProgress } from './with-download-progress.js';

interface BenchOptions extends ModelOptions {
  readonly runs: number;
  readonly size: { readonly width: number; readonly height: number };
  readonly format: PixelFormat;
  readonly json?: boolean;
}

const milliseconds = (value: number): string => value.toFixed(2);

const quantileCells = ({ median, p10, p90 }: Quantiles): string[] =>
  [median, p10, p90].map(milliseconds);

/** The parts of a report in the order in which they are read. */
const formatSections = (
  { machine, attempts, runs }: Pick<BenchReport, 'machine' | 'attempts' | 'runs'>,
  facts: string[][],
  measurements: string[][],
  style: (text: string) => string,
): string => {
  const tried = attempts.map(({ executionProvider, outcome, reason }) => [
    executionProvider,
    outcome,
    reason,
  ]);
  return [
    formatTable([
      ...facts,
      ['machine', `${machine.cpu}, ${String(machine.logicalCores)} logical cores`],
      ['runtime', `Node ${machine.node}, ${machine.platform}`],
    ]),
    `\n${style('Execution providers, in the order tried')}`,
    formatTable(tried, { indent: '  ' }),
    `\n${style(`Milliseconds over ${String(runs)} runs`)}`,
    formatTable(measurements, { right: [1, 2, 3, 4], indent: '  ' }),
  ].join('\n');
};

const formatReport = (report: BenchReport, style: (text: string) => string): string => {
  const { model, frame, sessionRun } = report;
  const row = (name: string, values: Quantiles): string[] => [
    name,
    ...quantileCells(values),
    (values.median / sessionRun.median).toFixed(2),
  ];
  const facts = [
    ['model', `${model.modelId} ${model.modelVersion}, ${model.variant}`],
    ['frame', `${String(frame.width)}x${String(frame.height)} ${frame.format}`],
  ];
  const measurements = [
    ['', 'median', 'p10', 'p90', 'ratio'].map(style),
    row('session.run', sessionRun),
    row('preprocessing', report.preprocess),
    row('end to end', report.endToEnd),
  ];
  const sections = formatSections(report, facts, measurements, style);
  return `${sections}\n\nevent-loop delay p95  ${milliseconds(report.eventLoopDelayP95Ms)} ms`;
};

const formatSessionReport = (
  report: SessionBenchReport,
  style: (text: string) => string,
): string => {
  const inputs = report.inputs.map(({ name, dtype, dims }) => [
    'input',
    `${name} ${dtype} [${dims.join(', ')}]`,
  ]);
  const measurements = [
    ['', 'median', 'p10', 'p90'].map(style),
    ['session.run', ...quantileCells(report.sessionRun)],
  ];
  return formatSections(report, inputs, measurements, style);
};

const bench = async (
  model: string,
  options: BenchOptions,
  { terminal, signal }: CommandContext,
): Promise<BenchReport | SessionBenchReport> => {
  const { classifierParts, runtimeParts } = await import('../load-classifier.js');
  const { openModelOrGraph } = await import('../open-model.js');
  const runtime = runtimeParts({ ...options, signal });
  const opened = await withDownloadProgress(terminal, (onProgress) =>
    openModelOrGraph(model, { ...options, signal, onProgress }),
  );
  const progress = createProgress(terminal, { title: 'bench', unit: String });
  const { runs, size, format } = options;
  const onRun = (done: number): void => {
    progress.update(done, runs);
  };
  try {
    if (!('importError' in opened)) {
      const { benchModel } = await import('../bench-model.js');
      const parts = classifierParts(opened, runtime);
      return await benchModel({ ...parts, ...size, format, runs, onRun });
    }
    const { benchSession } = await import('../bench-session.js');
    const { source, importError } = opened;
    const note = terminal.noteStyle('yellow', 'note:');
    terminal.note(`${note} session.run alone is measured, on zeros. ${importError.message}`);
    return await benchSession({ ...runtime, source, runs, onRun });
  } finally {
    progress.end();
  }
};

/** Creates `ocelli bench`: how long a model takes on this machine, alone and from frame to decision. */
export const createBenchCommand = (context: CommandContext): Command =>
  addModelOptions(
    new Command('bench')
      .description('measures a model on this machine: session.run, preprocessing, end to end')
      .argument('<model>', 'card, ONNX file, Hugging Face folder, pack or catalogue id'),
  )
    .option('--runs <count>', 'measured rounds', parseCount, 50)
    .addOption(
      new Option('--size <width>x<height>', 'frame size in pixels')
        .argParser(parseSize)
        .default({ width: 1280, height: 720 }, '1280x720'),
    )
    .addOption(
      new Option('--format <format>', 'pixel format').choices(PIXEL_FORMATS).default('rgba'),
    )
    .option('--json', 'prints one JSON object')
    .action(async (model: string, options: BenchOptions) => {
      const { terminal } = context;
      const report = await inPhase(EXIT_CODES.modelNotLoaded, () => bench(model, options, context));
      const bold = (text: string): string => terminal.style('bold', text);
      if (options.json === true) await terminal.print(JSON.stringify(report));
      else {
        await terminal.print(
          'frame' in report ? formatReport(report, bold) : formatSessionReport(report, bold),
        );
      }
    });
