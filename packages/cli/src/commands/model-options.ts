import type { Command } from 'commander';
import { PRESET_NAMES } from '../model-overrides.js';
import { collectNames } from './parse-options.js';

/** Options of every command that runs a model. */
export interface ModelOptions {
  readonly provider?: readonly string[];
  readonly variant?: string;
  readonly card?: string;
  readonly preprocess?: string;
  readonly labels?: string;
}

/** Adds the options that choose what a model is run with. */
export const addModelOptions = (command: Command): Command =>
  command
    .option(
      '--provider <names>',
      'execution providers to try in this order, repeated or with commas: cuda,cpu',
      collectNames,
    )
    .option('--variant <name>', 'variant of the card: default is its first')
    .option('--card <file>', 'model card that says what an ONNX file takes and gives')
    .option('--preprocess <file-or-preset>', `preprocessing as JSON, or a preset: ${PRESET_NAMES}`)
    .option('--labels <file>', 'labels in the order of the logits, one per line or a JSON list');
