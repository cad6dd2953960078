import { ModelImportError } from '../errors/model-import-error.js';
import { isSide, MAX_SIDE } from '../preprocess/preprocess-bounds.js';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: unknown): string => JSON.stringify(value) ?? String(value);

/** Typed access to the fields of a JSON file; `null` counts as absent, as it does in Python. */
export interface JsonFields {
  readonly file: string;
  has(field: string): boolean;
  raw(field: string): unknown;
  number(field: string): number | undefined;
  /** A width or a height in pixels. */
  side(field: string): number | undefined;
  boolean(field: string): boolean | undefined;
  text(field: string): string | undefined;
  /** A list of numbers; a single number counts as a list of `repeat`. */
  numbers(field: string, repeat: number): readonly number[] | undefined;
  fail(field: string, reason: string): never;
}

/**
 * Reads `json` as an object; errors name `file` and the field.
 *
 * @throws ModelImportError when `json` is undefined or no object; the methods throw it for a field of another type.
 */
export const jsonFields = (file: string, json: unknown): JsonFields => {
  const fail = (field: string, reason: string): never => {
    throw new ModelImportError({ file, field, reason });
  };
  if (json === undefined) {
    throw new ModelImportError({
      file,
      field: 'the file',
      reason: 'is missing',
      remedy: 'Fetch it from where the model comes from, or write the model card by hand.',
    });
  }
  if (!isObject(json))
    return fail('the content', `must be a JSON object, but it is ${shown(json)}`);
  const raw = (field: string): unknown => json[field] ?? undefined;
  const typed = <T>(field: string, is: (value: unknown) => value is T, what: string) => {
    const value = raw(field);
    if (value === undefined || is(value)) return value;
    return fail(field, `must be ${what}, but it is ${shown(value)}`);
  };
  const isNumber = (value: unknown): value is number =>
    typeof value === 'number' && Number.isFinite(value);
  const isNumbers = (value: unknown): value is number[] =>
    Array.isArray(value) && value.every(isNumber);
  return {
    file,
    raw,
    fail,
    has: (field) => raw(field) !== undefined,
    number: (field) => typed(field, isNumber, 'a number'),
    side: (field) => {
      const isPixels = (value: unknown): value is number => isNumber(value) && isSide(value);
      return typed(field, isPixels, `a whole number of pixels from 1 to ${String(MAX_SIDE)}`);
    },
    boolean: (field) => typed(field, (value) => typeof value === 'boolean', 'true or false'),
    text: (field) => typed(field, (value) => typeof value === 'string', 'a text'),
    numbers: (field, repeat) => {
      const value = raw(field);
      if (isNumber(value)) return Array.from({ length: repeat }, () => value);
      return typed(field, isNumbers, 'a list of numbers');
    },
  };
};
