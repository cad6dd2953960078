import cardSchema from '@ocelli/core/schema/model-card.json' with { type: 'json' };
import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import { recipeSchema } from '../recipe-schema.js';

/** The JSON Schema of a recipe: the run-time schema, with the preprocessing of a model card. */
export const recipeJsonSchema = (): JsonSchema => {
  const { $schema, ...schema } = toJsonSchema(recipeSchema, {
    target: 'draft-2020-12',
    // JSON has no infinity, and no arrays that can change; order within a pair is beyond it.
    ignoreActions: ['finite', 'readonly', 'check'],
    overrideSchema: ({ valibotSchema }) =>
      valibotSchema.type === 'custom'
        ? (cardSchema.properties.preprocess as unknown as JsonSchema)
        : undefined,
  });
  return { ...($schema === undefined ? {} : { $schema }), ...schema };
};
