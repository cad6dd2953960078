import { dirname } from 'node:path';
import { parseRecipe } from '../../recipe/parse-recipe.js';
import type { Recipe } from '../../recipe/recipe-schema.js';
import { readJson } from './read-json.js';

/** A recipe from a file, and what its paths are relative to. */
export interface RecipeFile {
  readonly recipe: Recipe;
  /** Folder of the file. */
  readonly baseFolder: string;
}

/**
 * Reads a recipe.
 *
 * @throws RecipeError when the file is missing, no JSON, or no valid recipe.
 */
export const readRecipe = async (path: string): Promise<RecipeFile> => ({
  recipe: parseRecipe(await readJson(path, '')),
  baseFolder: dirname(path),
});
