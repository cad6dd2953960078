import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { CommandContext } from './command-context.js';
import { createBenchCommand } from './commands/bench.js';
import { createClassifyCommand } from './commands/classify.js';
import { createDoctorCommand } from './commands/doctor.js';
import { createEvaluateCommand } from './commands/evaluate.js';
import { createFineTuneCommand } from './commands/fine-tune.js';
import { createInspectCommand } from './commands/inspect.js';
import { createRunCommand } from './commands/run.js';
import { createTrainCommand } from './commands/train.js';

const EXAMPLES = `
Examples:
  $ ocelli classify photo.jpg --model mobilenetv2.onnx
  $ ocelli classify photos/ --recursive --model card.json --json > results.jsonl
  $ find . -name '*.png' | ocelli classify - --model ./hugging-face-folder --top 1
  $ ocelli inspect mobilenetv2.onnx
  $ ocelli bench mobilenetv2.onnx --size 1280x720 --format nv12
  $ ocelli evaluate photos-by-class/ --model card.json --report report/
  $ ocelli train --data photos-by-class/ --architecture edge-net --size 64
  $ ocelli fine-tune mobilenetv2.onnx --data photos-by-class/ --freeze head
  $ ocelli run
  $ ocelli run cameras.yaml --check
  $ ocelli doctor cameras.yaml

MODEL is a card (.json file or URL), an ONNX file, a Hugging Face folder, one of our packs
(traffic-sign, blood-cells, brain-mri, crop-disease), or an id of the ImageNet catalogue
(squeezenet1-1, mobilenetv2, resnet50-v2, …; a name that is none is answered with all of them).
Only a catalogue id or a card by URL ever makes ocelli use the network.

Exit codes: 0 done, 1 some inputs failed or the results could not be written, 2 wrong usage,
3 the model could not be loaded, 4 the runner could not start, 70 a bug in ocelli, 130 interrupted (Ctrl-C), 143 terminated.`;

/** Lies one folder above the built file. */
const readVersion = (): string =>
  (
    JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string;
    }
  ).version;

/** Creates the `ocelli` command with all its subcommands; wrong usage throws a `CommanderError`. */
export const createProgram = (context: CommandContext): Command => {
  const { terminal } = context;
  const program = new Command('ocelli')
    .description(
      'Classifies pictures and cameras with ONNX models on this machine, and trains them.',
    )
    .version(readVersion(), '-V, --version', 'prints the version')
    .helpOption('-h, --help', 'shows this help')
    .helpCommand('help [command]', 'shows the help of a command')
    .option('--verbose', 'shows causes and stacks of errors')
    .addHelpText('after', EXAMPLES)
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: (title) => terminal.style('bold', title),
    })
    .configureOutput({
      // One line: the suggestion that commander puts on a second one belongs to the message.
      outputError: (message) => {
        const [first = '', ...rest] = message
          .replace(/^error: /, '')
          .trim()
          .split('\n');
        const prefix = terminal.noteStyle('red', 'error: ');
        terminal.note(`${prefix}${[first, ...rest].join(' ')}`);
      },
    })
    .exitOverride();
  for (const command of [
    createClassifyCommand,
    createInspectCommand,
    createBenchCommand,
    createEvaluateCommand,
    createTrainCommand,
    createFineTuneCommand,
    createRunCommand,
    createDoctorCommand,
  ]) {
    program.addCommand(command(context).copyInheritedSettings(program));
  }
  return program;
};
