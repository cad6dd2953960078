import { readFile } from 'node:fs/promises';
import { PREPROCESS_PRESETS, type PreprocessConfig, type PreprocessPreset } from '@ocelli/core';
import { checkNotEmpty, UsageError } from './usage-error.js';

/** What `--preprocess` names: everything, or only what happens to pixel values. */
export type PreprocessOverride =
  | { readonly kind: 'config'; readonly config: PreprocessConfig }
  | { readonly kind: 'preset'; readonly values: (typeof PREPROCESS_PRESETS)[PreprocessPreset] };

/** For help and remedies. */
export const PRESET_NAMES = Object.keys(PREPROCESS_PRESETS).join(', ');

const isPreset = (name: string): name is PreprocessPreset =>
  Object.hasOwn(PREPROCESS_PRESETS, name);

const readOptionFile = async (argument: string, path: string, remedy: string): Promise<string> => {
  checkNotEmpty(argument, path);
  try {
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (cause) {
    throw new UsageError({ argument, problem: `${path} cannot be read.`, remedy, cause });
  }
};

const parseJson = (argument: string, path: string, text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new UsageError({
      argument,
      problem: `${path} is not JSON.`,
      remedy: 'Correct the file.',
      cause,
    });
  }
};

/**
 * Reads the value of `--preprocess`; the fields of a file are checked with the card they go into.
 *
 * @throws UsageError when it is neither a preset nor a JSON file.
 */
export const preprocessFromOption = async (
  value: string | undefined,
): Promise<PreprocessOverride | undefined> => {
  if (value === undefined) return undefined;
  if (isPreset(value)) return { kind: 'preset', values: PREPROCESS_PRESETS[value] };
  const remedy = `Name a JSON file, or a preset: ${PRESET_NAMES}.`;
  const text = await readOptionFile('--preprocess', value, remedy);
  return { kind: 'config', config: parseJson('--preprocess', value, text) as PreprocessConfig };
};

/**
 * Reads the file of `--labels`: a JSON list, or one label per line.
 *
 * @throws UsageError when it cannot be read or holds no labels.
 */
export const labelsFromOption = async (
  path: string | undefined,
): Promise<readonly string[] | undefined> => {
  if (path === undefined) return undefined;
  const text = await readOptionFile('--labels', path, 'Name a file with one label per line.');
  const labels = text.trimStart().startsWith('[')
    ? parseJson('--labels', path, text)
    : text.trimEnd().split(/\r?\n/);
  const isList = Array.isArray(labels) && labels.every((label) => typeof label === 'string');
  if (isList && labels.length > 0 && !labels.includes('')) return labels;
  throw new UsageError({
    argument: '--labels',
    problem: `${path} is not a list of labels.`,
    remedy: 'Write one label per line without blank lines, or a JSON list of texts.',
  });
};
