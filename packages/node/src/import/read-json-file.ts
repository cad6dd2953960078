import { readRegularFile } from '../files/open-regular-file.js';
import { ModelOpenError, toOpenError } from './model-open-error.js';

/** Whether `text` could still become JSON by adding to it, or is JSON already. */
const canContinue = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const { message } = error as SyntaxError;
    if (/end of JSON input|Unterminated string/.test(message)) return true;
    const at = /at position (\d+)/.exec(message)?.[1];
    return at !== undefined && Number(at) >= text.length;
  }
};

/**
 * Line and column, from 1, at which a text stops being JSON. The engine names a position in some messages
 * only, so the longest beginning that can still become JSON is searched for, by halves.
 */
export const findJsonError = (text: string): { line: number; column: number } => {
  let good = 0;
  let bad = text.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (middle <= text.length && canContinue(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  const lines = text.slice(0, good).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
};

/**
 * Reads a JSON file.
 *
 * @throws ModelOpenError when it cannot be read, and with the position when it is no JSON.
 */
export const readJsonFile = async (path: string): Promise<unknown> => {
  let text: string;
  try {
    text = (await readRegularFile(path)).toString('utf8');
  } catch (error) {
    throw toOpenError(error, path);
  }
  // Editors on Windows write it; JSON.parse does not take it.
  const body = text.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(body) as unknown;
  } catch (cause) {
    const position = findJsonError(body);
    throw new ModelOpenError({
      path,
      reason: 'bad-json',
      detail: `it is not JSON from line ${String(position.line)}, column ${String(position.column)} on`,
      position,
      cause,
    });
  }
};
