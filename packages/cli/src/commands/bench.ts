import { Command, Option } from 'commander';
import { PIXEL_FORMATS, type PixelFormat } from '@ocelli/core';
import type { BenchReport } from '../bench-model.js';
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

const formatReport = (report: BenchReport, style: (text: string) => string): string => {
  const { model, machine, frame, sessionRun, attempts } = report;
  const row = (name: string, values: Quantiles): string[] => [
    name,
    ...[values.median, values.p10, values.p90].map(milliseconds),
    (values.median / sessionRun.median).toFixed(2),
  ];
  const measurements = [
    ['', 'median', 'p10', 'p90', 'ratio'].map(style),
    row('session.run', sessionRun),
    row('preprocessing', report.preprocess),
    row('end to end', report.endToEnd),
  ];
  const tried = attempts.map(({ executionProvider, outcome, reason }) => [
    executionProvider,
    outcome,
    reason,
  ]);
  return [
    formatTable([
      ['model', `${model.modelId} ${model.modelVersion}, ${model.variant}`],
      ['machine', `${machine.cpu}, ${String(machine.logicalCores)} logical cores`],
      ['runtime', `Node ${machine.node}, ${machine.platform}`],
      ['frame', `${String(frame.width)}x${String(frame.height)} ${frame.format}`],
    ]),
    `\n${style('Execution providers, in the order tried')}`,
    formatTable(tried, { indent: '  ' }),
    `\n${style(`Milliseconds over ${String(report.runs)} runs`)}`,
    formatTable(measurements, { right: [1, 2, 3, 4], indent: '  ' }),
    `\nevent-loop delay p95  ${milliseconds(report.eventLoopDelayP95Ms)} ms`,
  ].join('\n');
};

/** Creates `ocelli bench`: how long a model takes on this machine, alone and from frame to decision. */
export const createBenchCommand = (context: CommandContext): Command =>
  addModelOptions(
    new Command('bench')
      .description('measures a model on this machine: session.run, preprocessing, end to end')
      .argument('<model>', 'card, ONNX file, Hugging Face folder or catalogue id'),
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
      const { terminal, signal } = context;
      const { openForClassifier } = await import('../load-classifier.js');
      const { benchModel } = await import('../bench-model.js');
      const report = await inPhase(EXIT_CODES.modelNotLoaded, async () => {
        const { parts } = await withDownloadProgress(terminal, (onProgress) =>
          openForClassifier(model, { ...options, signal, onProgress }),
        );
        const progress = createProgress(terminal, { title: 'bench', unit: String });
        const { runs, size, format } = options;
        const onRun = (done: number): void => {
          progress.update(done, runs);
        };
        return benchModel({ ...parts, ...size, format, runs, signal, onRun }).finally(() => {
          progress.end();
        });
      });
      await terminal.print(
        options.json === true
          ? JSON.stringify(report)
          : formatReport(report, (text) => terminal.style('bold', text)),
      );
    });
