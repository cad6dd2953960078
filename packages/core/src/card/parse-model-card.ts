import * as v from 'valibot';
import { ModelCardError, modelCardIssue, type ModelCardIssue } from '../errors/model-card-error.js';
import { checkModelCard } from './check-model-card.js';
import { modelCardSchema } from './model-card-schema.js';
import type { ModelCard } from './model-card.js';

type SchemaIssue = v.InferIssue<typeof modelCardSchema>;

/** How the schema library names types, and how we do. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  Array: 'a list',
  Object: 'an object',
  never: 'left out',
};

const MAX_RECEIVED_CHARACTERS = 60;

const pathOf = (issue: SchemaIssue): string =>
  (issue.path ?? []).reduce((path, { key }) => {
    if (typeof key === 'number') return `${path}[${String(key)}]`;
    return path === '' ? String(key) : `${path}.${String(key)}`;
  }, '');

const expectedOf = (issue: SchemaIssue): string => {
  // Rules on values carry our own wording as their message.
  if (issue.kind === 'validation') return issue.message;
  return (issue.expected ?? '')
    .replace(/^\((.*)\)$/, '$1')
    .split(' | ')
    .map((name) => TYPE_NAMES[name] ?? name)
    .join(' or ');
};

const receivedOf = (issue: SchemaIssue): string => {
  if (issue.type === 'min_length') return 'an empty list';
  if (issue.type === 'non_empty') return 'empty';
  const received = TYPE_NAMES[issue.received] ?? issue.received;
  return received.length <= MAX_RECEIVED_CHARACTERS
    ? received
    : `${received.slice(0, MAX_RECEIVED_CHARACTERS)}…`;
};

const translate = (issue: SchemaIssue): ModelCardIssue => {
  const path = pathOf(issue);
  if (issue.path?.at(-1)?.origin === 'key') {
    return issue.expected === 'never'
      ? {
          path,
          expected: 'a known field',
          received: `"${path}"`,
          message: `${path} is not a field of a model card.`,
        }
      : { path, expected: 'present', received: 'missing', message: `${path} is missing.` };
  }
  return modelCardIssue(path, expectedOf(issue), receivedOf(issue));
};

const idOf = (card: unknown): string | undefined => {
  const id = typeof card === 'object' && card !== null && 'id' in card ? card.id : undefined;
  return typeof id === 'string' ? id : undefined;
};

/**
 * Checks a card that was read as JSON and returns it, as it is, with its type.
 *
 * @throws ModelCardError with every issue: fields that are missing, unknown or of the wrong type, and
 * fields that contradict each other.
 *
 * @example
 * const card = parseModelCard(JSON.parse(text));
 */
export const parseModelCard = (json: unknown): ModelCard => {
  const result = v.safeParse(modelCardSchema, json, { abortPipeEarly: true });
  const issues = result.success
    ? checkModelCard(result.output)
    : result.issues.map((issue) => translate(issue));
  if (!result.success || issues.length > 0)
    throw new ModelCardError({ cardId: idOf(json), issues });
  return json as ModelCard;
};
