import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseCount } from './parse-options.js';

/** Options of the commands that train. */
export interface RunOptions {
  readonly out?: string;
  readonly resume?: boolean;
  readonly provider: 'cpu' | 'webgpu';
  readonly threads?: number;
  readonly json?: boolean;
}

const parseNumber = (value: string): number => {
  const number = Number(value);
  if (value.trim() !== '' && Number.isFinite(number)) return number;
  throw new InvalidArgumentError('It must be a number.');
};

/** Adds the options that describe a run without a recipe. */
export const addTrainingOptions = (command: Command): Command =>
  command
    .option('--validation <folder>', 'folder like --data (default: 15 % of --data are held out)')
    .option('--id <id>', 'id of the card (default: the name of the data folder)')
    .option('--epochs <count>', 'times that every picture is seen', parseCount)
    .option('--batch-size <count>', 'pictures per step (default: 32)', parseCount)
    .option('--learning-rate <rate>', 'the highest of the run', parseNumber)
    .option('--seed <number>', 'same seed, same machine, same bytes (default: 1)', parseNumber);

/** Adds the options of any run. */
export const addRunOptions = (command: Command): Command =>
  command
    .option('-o, --out <folder>', 'for model, card, checkpoint and report (default: ID-model)')
    .option('--resume', 'goes on from the checkpoint in the output folder')
    .addOption(
      new Option('--provider <name>', 'execution provider that trains')
        .choices(['cpu', 'webgpu'])
        .default('cpu'),
    )
    .option('--threads <count>', 'threads of the CPU (default: one per core)', parseCount)
    .option('--json', 'prints one JSON object per event and line, the result last');
