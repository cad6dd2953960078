import { readFile } from 'node:fs/promises';
import { RecipeError } from '../../recipe/recipe-error.js';

/**
 * Reads a JSON file that a recipe is or names.
 *
 * @param field Path of the field that names the file; empty for the recipe itself.
 * @throws RecipeError when it cannot be read or is not JSON.
 */
export const readJson = async (path: string, field: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const what = field === '' ? 'The recipe' : field;
    const message = `${what} must be a JSON file, but ${path} is none: ${reason}.`;
    throw new RecipeError({ issues: [{ path: field, message }], cause });
  }
};
