import { toJsonSchema } from '@valibot/to-json-schema';
import { runnerConfigSchema } from '../runner-config-schema.js';

/** The run-time schema as JSON Schema, for editors. */
export const runnerConfigJsonSchema = () => ({
  ...toJsonSchema(runnerConfigSchema, { target: 'draft-2020-12', errorMode: 'ignore' }),
  title: 'Configuration of ocelli run',
});
