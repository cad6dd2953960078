import { redactUrl } from '@ocelli/node';
import * as v from 'valibot';
import { type Document, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { checkRunnerConfig } from './check-runner-config.js';
import { knownFields } from './known-fields.js';
import type { RunnerConfig } from './runner-config.js';
import { RunnerConfigError, type RunnerConfigIssue } from './runner-config-error.js';
import { runnerConfigSchema } from './runner-config-schema.js';

type Key = string | number;
type SchemaIssue = v.InferIssue<typeof runnerConfigSchema>;

/** A rule that was broken, before its line is known. */
export interface ConfigProblem {
  readonly path: readonly Key[];
  readonly expected: string;
  readonly received: string;
  /** Said instead of "PATH must be EXPECTED, but it is RECEIVED." */
  readonly message?: string;
}

/** How the schema library names types, and how we do. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  Array: 'a list',
  Object: 'an object',
  undefined: 'missing',
  null: 'empty',
};

const MAX_RECEIVED_CHARACTERS = 60;

const dotted = (path: readonly Key[]): string =>
  path.reduce<string>((joined, key) => {
    if (typeof key === 'number') return `${joined}[${String(key)}]`;
    return joined === '' ? key : `${joined}.${key}`;
  }, '');

const expectedOf = (issue: SchemaIssue): string => {
  // Rules on values, and unions with a message, carry our own wording.
  if (issue.kind === 'validation' || issue.type === 'union') return issue.message;
  return (issue.expected ?? '')
    .replace(/^\((.*)\)$/, '$1')
    .split(' | ')
    .map((name) => TYPE_NAMES[name] ?? name.replaceAll('"', ''))
    .join(' or ');
};

const receivedOf = ({ received, type, input }: SchemaIssue): string => {
  // Somebody may have written the secret itself, or put it into an address.
  if (type === 'union' && typeof input === 'string') return 'a text';
  const text = redactUrl(TYPE_NAMES[received] ?? received);
  return text.length <= MAX_RECEIVED_CHARACTERS
    ? text
    : `${text.slice(0, MAX_RECEIVED_CHARACTERS)}…`;
};

const translate = (issue: SchemaIssue, config: unknown): ConfigProblem => {
  const path = (issue.path ?? []).map(({ key }) => key as Key);
  const isKey = issue.path?.at(-1)?.origin === 'key';
  const name = dotted(path);
  if (isKey && issue.expected === 'never') {
    const known = knownFields(runnerConfigSchema, path.slice(0, -1), config).join(', ');
    return {
      path,
      expected: `one of ${known}`,
      received: `"${String(path.at(-1))}"`,
      message: `${name} is not a field; expected one of ${known}.`,
    };
  }
  if (isKey) {
    return { path, expected: 'present', received: 'missing', message: `${name} is missing.` };
  }
  return { path, expected: expectedOf(issue), received: receivedOf(issue) };
};

/** Finds where in the text a path, or the nearest of its parents that is there, stands. */
const locate = (
  document: Document.Parsed | undefined,
  lines: LineCounter,
  path: readonly Key[],
): Pick<RunnerConfigIssue, 'line' | 'column'> => {
  if (document === undefined) return { line: undefined, column: undefined };
  let offset: number | undefined;
  let node: unknown = document.contents;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (pair === undefined) break;
      const start = (pair.key as { range?: readonly number[] | null }).range?.[0];
      offset = start ?? offset;
    } else {
      const item = (node as { get?: (key: Key, keep: boolean) => unknown } | null)?.get?.(
        key,
        true,
      );
      offset = (item as { range?: readonly number[] | null } | undefined)?.range?.[0] ?? offset;
    }
    node = (node as { get?: (key: Key, keep: boolean) => unknown } | null)?.get?.(key, true);
  }
  const { line, col } = lines.linePos(offset ?? document.contents?.range?.[0] ?? 0);
  return { line, column: col };
};

const toIssue = (
  problem: ConfigProblem,
  document: Document.Parsed | undefined,
  lines: LineCounter,
): RunnerConfigIssue => {
  const path = dotted(problem.path);
  const { expected, received } = problem;
  const subject = path === '' ? 'The configuration' : path;
  const message = problem.message ?? `${subject} must be ${expected}, but it is ${received}.`;
  return { path, expected, received, message, ...locate(document, lines, problem.path) };
};

/** What is wrong with a configuration as data, without places. */
const problemsOf = (config: unknown): readonly ConfigProblem[] => {
  const result = v.safeParse(runnerConfigSchema, config, { abortPipeEarly: true });
  if (result.success) return checkRunnerConfig(result.output);
  return result.issues.map((issue) => translate(issue, config));
};

/**
 * Reads a configuration from YAML or JSON text.
 *
 * @param file Shown in errors.
 * @throws RunnerConfigError with every issue, each with its line and column.
 */
export const parseRunnerConfig = (text: string, file: string): RunnerConfig => {
  const lines = new LineCounter();
  // JSON is YAML, so that both give places; merge keys and tags stay switched off.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const issues = document.errors.map((error): RunnerConfigIssue => {
      const { line, col } = lines.linePos(error.pos[0]);
      const received = error.message.replace(/\.$/, '');
      return {
        path: '',
        line,
        column: col,
        expected: 'YAML or JSON',
        received,
        message: `This is no YAML: ${received}.`,
      };
    });
    throw new RunnerConfigError({ file, issues, cause: document.errors[0] });
  }
  const config: unknown = document.toJS({ maxAliasCount: 100 });
  const problems = problemsOf(config);
  if (problems.length > 0) {
    const issues = problems
      .map((problem) => toIssue(problem, document, lines))
      .sort((one, other) => (one.line ?? 0) - (other.line ?? 0));
    throw new RunnerConfigError({ file, issues });
  }
  return config as RunnerConfig;
};

/**
 * Checks a configuration that was made in code.
 *
 * @throws RunnerConfigError with every issue.
 */
export const checkedRunnerConfig = (config: RunnerConfig): RunnerConfig => {
  const problems = problemsOf(config);
  if (problems.length === 0) return config;
  const lines = new LineCounter();
  const issues = problems.map((problem) => toIssue(problem, undefined, lines));
  throw new RunnerConfigError({ file: 'the configuration', issues });
};
