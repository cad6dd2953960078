import { Ajv2020 } from 'ajv/dist/2020.js';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import published from '../../schema/recipe.json' with { type: 'json' };
import { parseRecipe } from './parse-recipe.js';
import { RecipeError } from './recipe-error.js';
import { EXAMPLE_RECIPE } from './testing/example-recipe.js';
import { recipeJsonSchema } from './testing/recipe-json-schema.js';

describe('schema/recipe.json', () => {
  // `npm run schema -w @ocelli/train` writes the file anew; this fails when it is out of date.
  it('should be what the run-time schema gives', async () => {
    const options = { parser: 'json', printWidth: 100 };
    const text = await format(JSON.stringify(recipeJsonSchema()), options);
    await expect(text).toMatchFileSnapshot('../../schema/recipe.json');
  });

  it('should accept a recipe and reject what the run-time schema rejects', () => {
    const validate = new Ajv2020({ strict: true }).compile(published);
    expect(validate(EXAMPLE_RECIPE), JSON.stringify(validate.errors)).toBe(true);
    const { training } = EXAMPLE_RECIPE;
    for (const wrong of [
      { ...EXAMPLE_RECIPE, seed: -1 },
      { ...EXAMPLE_RECIPE, model: { kind: 'architecture', id: 'edgenet' } },
      { ...EXAMPLE_RECIPE, training: { ...training, epochs: 0 } },
      { ...EXAMPLE_RECIPE, training: { ...training, epoch: 1 } },
      { ...EXAMPLE_RECIPE, augmentation: { rotate: 181 } },
      { ...EXAMPLE_RECIPE, preprocess: { resize: { mode: 'none' } } },
      { ...EXAMPLE_RECIPE, card: { ...EXAMPLE_RECIPE.card, id: 'Not kebab' } },
    ]) {
      expect(() => parseRecipe(wrong), JSON.stringify(wrong)).toThrow(RecipeError);
      expect(validate(wrong), JSON.stringify(wrong)).toBe(false);
    }
  });
});
