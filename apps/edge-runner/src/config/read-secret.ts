import { readFile } from 'node:fs/promises';
import type { SecretRef } from './runner-config.js';
import { RunnerFileError } from './runner-file-error.js';

/**
 * Reads a secret where the configuration says it is; the line break at the end of a file is no part of it.
 *
 * @throws RunnerFileError for a variable that is not set and a file that cannot be read or is empty.
 */
export const readSecret = async (
  ref: SecretRef,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> => {
  if ('env' in ref) {
    const value = env[ref.env];
    if (value !== undefined && value !== '') return value;
    throw new RunnerFileError({
      place: ref.env,
      reason: 'secret-not-set',
      message: `The environment variable ${ref.env} is not set.`,
    });
  }
  let text: string;
  try {
    text = await readFile(ref.file, 'utf8');
  } catch (cause) {
    throw new RunnerFileError({
      place: ref.file,
      reason: 'secret-missing',
      message: `The secret in ${ref.file} cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'error'}).`,
      cause,
    });
  }
  const secret = text.replace(/\r?\n$/, '');
  if (secret !== '') return secret;
  throw new RunnerFileError({
    place: ref.file,
    reason: 'secret-missing',
    message: `The file ${ref.file} is empty.`,
  });
};
