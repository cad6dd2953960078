/**
 * JSON with keys in one fixed order and without white space, so that equal data give equal text. Fields
 * that are `undefined` are left out, as `JSON.stringify` does.
 */
export const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
