import { ModelCardError } from '@ocelli/core';
import * as v from 'valibot';
import { probeCard } from './probe-card.js';
import { RecipeError, type RecipeIssue } from './recipe-error.js';
import { type Recipe, recipeSchema } from './recipe-schema.js';

type SchemaIssue = v.InferIssue<typeof recipeSchema>;

const pathOf = (issue: SchemaIssue): string =>
  (issue.path ?? []).reduce((path, { key }) => {
    if (typeof key === 'number') return `${path}[${String(key)}]`;
    return path === '' ? String(key) : `${path}.${String(key)}`;
  }, '');

const expectedOf = (issue: SchemaIssue): string => {
  // Rules on values carry our own wording as their message.
  if (issue.kind === 'validation' || !issue.message.startsWith('Invalid')) return issue.message;
  return (issue.expected ?? 'another value').replace(/^\((.*)\)$/, '$1').replaceAll(' | ', ' or ');
};

const translate = (issue: SchemaIssue): RecipeIssue => {
  const path = pathOf(issue);
  const name = path === '' ? 'The recipe' : path;
  if (issue.path?.at(-1)?.origin === 'key') {
    const problem = issue.expected === 'never' ? 'is not a field of a recipe' : 'is missing';
    return { path, message: `${name} ${problem}.` };
  }
  return { path, message: `${name} must be ${expectedOf(issue)}, but it is ${issue.received}.` };
};

const checkPreprocess = ({ preprocess }: Recipe): readonly RecipeIssue[] => {
  if (preprocess === undefined) return [];
  try {
    probeCard({ preprocess });
    return [];
  } catch (error) {
    if (!ModelCardError.isInstance(error)) throw error;
    return error.issues.map(({ path, message }) => ({ path, message }));
  }
};

/** What is wrong in a recipe of the right shape: the rules that span several fields. */
const checkRules = (recipe: Recipe): readonly RecipeIssue[] => {
  const { augmentation, training } = recipe;
  const issues = [...checkPreprocess(recipe)];
  if (augmentation?.mixup !== undefined && training.loss?.kind === 'sigmoid-cross-entropy') {
    const path = 'augmentation.mixup';
    issues.push({ path, message: `${path} must be left out with a sigmoid loss.` });
  }
  return issues;
};

/**
 * Checks a recipe that was read as JSON and returns it with its type.
 *
 * @throws RecipeError with every issue: fields that are missing, unknown or of the wrong type, and fields
 * that contradict each other.
 */
export const parseRecipe = (json: unknown): Recipe => {
  const result = v.safeParse(recipeSchema, json, { abortPipeEarly: true });
  const issues = result.success ? checkRules(result.output) : result.issues.map(translate);
  if (!result.success || issues.length > 0) throw new RecipeError({ issues });
  return result.output;
};
