import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import { CHANNEL_COUNTS } from '../../preprocess/preprocess-config.js';
import { modelCardSchema } from '../model-card-schema.js';

type Fields = Record<string, JsonSchema>;

/** A list with as many numbers as the channel order has channels. */
const listOf = (count: number): JsonSchema => ({ type: 'array', minItems: count, maxItems: count });

/** Rules across the fields of `preprocess` that JSON Schema can state. */
const PREPROCESS_RULES: JsonSchema[] = [
  {
    type: 'object',
    if: {
      properties: {
        resize: {
          type: 'object',
          properties: { mode: { enum: ['none', 'shortest-edge'] } },
        },
      },
    },
    then: { properties: { centerCrop: true }, required: ['centerCrop'] },
  },
  {
    type: 'object',
    if: { properties: { channelOrder: { const: 'gray' } } },
    then: {
      properties: { mean: listOf(CHANNEL_COUNTS.gray), std: listOf(CHANNEL_COUNTS.gray) },
    },
    else: { properties: { mean: listOf(CHANNEL_COUNTS.rgb), std: listOf(CHANNEL_COUNTS.rgb) } },
  },
];

const withPreprocessRules = (preprocess: JsonSchema): JsonSchema => {
  const fields = preprocess.properties as Fields;
  return {
    ...preprocess,
    properties: {
      ...fields,
      std: { ...fields['std'], items: { type: 'number', not: { const: 0 } } },
    },
    allOf: PREPROCESS_RULES,
  };
};

/** The JSON Schema of a card: the run-time schema, and the rules of check-model-card.ts that it can state. */
export const modelCardJsonSchema = (): JsonSchema => {
  const { $schema, ...schema } = toJsonSchema(modelCardSchema, {
    target: 'draft-2020-12',
    // JSON has no infinity, and no arrays that can change.
    ignoreActions: ['finite', 'readonly'],
  });
  const fields = schema.properties as Fields;
  const properties = {
    ...fields,
    labels: { ...fields['labels'], uniqueItems: true },
    preprocess: withPreprocessRules(fields['preprocess'] ?? {}),
  };
  return { ...($schema === undefined ? {} : { $schema }), ...schema, properties };
};
