import { Command } from 'commander';
import { inPhase } from '../command-failure.js';
import type { CommandContext } from '../command-context.js';
import { describePreprocess } from '../describe-preprocess.js';
import type { ModelDescription } from '../describe-model.js';
import { EXIT_CODES } from '../exit-code.js';
import { formatTable } from '../format-table.js';
import { withDownloadProgress } from './with-download-progress.js';

const UNITS = ['', ' k', ' M', ' G', ' T'] as const;

/** 25557032 as `25.6 M`. */
const formatCount = (count: number): string => {
  const power = count === 0 ? 0 : Math.floor(Math.log10(count) / 3);
  const unit = UNITS[power];
  return power === 0 || unit === undefined
    ? String(count)
    : `${(count / 1000 ** power).toPrecision(3)}${unit}`;
};

const formatBytes = (bytes: number): string => `${formatCount(bytes)}B`.replace(/(\d)B/, '$1 B');

const formatDims = (dims: readonly (number | string)[] | undefined): string =>
  dims === undefined ? 'unknown dims' : `[${dims.join(', ')}]`;

const cardRows = (description: ModelDescription): string[][] => {
  const { card } = description;
  if (card === undefined) return [['none', description.importError.message]];
  const { licence } = card;
  const variants = card.variants.map(({ name, dtype, file }) => {
    const size = file.bytes === undefined ? '' : `, ${formatBytes(file.bytes)}`;
    return `${name} (${dtype}${size})`;
  });
  return [
    ['model', `${card.name ?? card.id} ${card.version}`],
    ['labels', `${String(card.labels.length)}: ${card.labels.slice(0, 4).join(', ')}, …`],
    ['head', `${card.head.kind} over ${card.head.values ?? 'logits'} of "${card.head.output}"`],
    ['preprocessing', describePreprocess(card.preprocess)],
    ['variants', variants.join(', ')],
    ['licence', licence === undefined ? 'not stated' : licence.id],
    ...(card.intendedUse === undefined ? [] : [['intended use', card.intendedUse]]),
    ...(card.notFor === undefined ? [] : [['not for', card.notFor.join('; ')]]),
    ...description.assumptions.map((assumption) => ['assumed', assumption]),
  ];
};

const fileRows = ({ files, missingFiles }: ModelDescription): string[][] => [
  ...files.map(({ path, bytes, sha256 }) => [path, formatBytes(bytes), `sha256 ${sha256}`]),
  ...missingFiles.map((path) => [path, 'missing', '']),
];

const graphRows = ({ graph }: ModelDescription): string[][] => {
  const opsets = Object.entries(graph.opsets).map(([domain, version]) => `${domain} ${version}`);
  const { multiplyAccumulates } = graph;
  const producer = `${graph.producer.name} ${graph.producer.version}`.trim();
  const value = ({ name, dtype, dims }: (typeof graph.inputs)[number]): string =>
    `${name}  ${dtype ?? 'no tensor'} ${formatDims(dims)}`;
  return [
    ...graph.inputs.map((input) => ['input', value(input)]),
    ...graph.outputs.map((output) => [
      'output',
      `${value(output)}${output.producedBy === undefined ? '' : `  from ${output.producedBy}`}`,
    ]),
    ['parameters', `${formatCount(graph.parameterCount)} (${String(graph.parameterCount)})`],
    [
      'multiply-accumulates',
      multiplyAccumulates === undefined
        ? 'unknown'
        : `${formatCount(multiplyAccumulates)} per picture`,
    ],
    ['opset', opsets.join(', ')],
    ['IR version', String(graph.irVersion)],
    ['producer', producer === '' ? 'not stated' : producer],
    [
      'external data',
      graph.externalData.length === 0 ? 'none' : `${String(graph.externalData.length)} tensors`,
    ],
    ['nodes', String(graph.nodeCount)],
  ];
};

const formatDescription = (
  description: ModelDescription,
  style: (text: string) => string,
): string => {
  const operators = Object.entries(description.graph.operators).map(([operator, count]) => [
    String(count),
    operator,
  ]);
  const section = (title: string, rows: string[][], right: number[] = []): string =>
    `${style(title)}\n${formatTable(rows, { indent: '  ', right })}`;
  return [
    section('Card', cardRows(description)),
    section('Files', fileRows(description), [1]),
    section('Graph', graphRows(description)),
    section('Operators', operators, [0]),
  ].join('\n\n');
};

/** Creates `ocelli inspect`: what a model takes, gives, holds and costs, without running it. */
export const createInspectCommand = (context: CommandContext): Command =>
  new Command('inspect')
    .description('describes a model: card, inputs, outputs, operators, parameters, sizes')
    .argument('<model>', 'card, ONNX file, Hugging Face folder, pack or catalogue id')
    .option('--variant <name>', 'variant of the card (default: its first)')
    .option('--json', 'prints one JSON object')
    .action(async (model: string, options: { variant?: string; json?: boolean }) => {
      const { terminal, signal } = context;
      const { openModelOrGraph } = await import('../open-model.js');
      const { describeModel } = await import('../describe-model.js');
      const description = await inPhase(EXIT_CODES.modelNotLoaded, async () => {
        const opened = await withDownloadProgress(terminal, (onProgress) =>
          openModelOrGraph(model, { ...options, signal, onProgress }),
        );
        return describeModel(opened);
      });
      await terminal.print(
        options.json === true
          ? JSON.stringify(description)
          : formatDescription(description, (text) => terminal.style('bold', text)),
      );
    });
