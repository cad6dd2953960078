import { describe, expect, it } from 'vitest';

import { findJsonError } from './read-json-file.js';

describe('findJsonError', () => {
  it.each([
    ['{"a": 1,\n "b" 2}', 2, 6],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ['[1, 2,, 3]', 1, 7],
    ['{"a": tru}', 1, 10],
    ['nonsense', 1, 2],
    ['{"a": 1', 1, 8],
    ['{"a": "open', 1, 12],
    ['', 1, 1],
    ['{} x', 1, 4],
  ])('should find where %j breaks', (text, line, column) => {
    expect(findJsonError(text)).toEqual({ line, column });
  });
});
