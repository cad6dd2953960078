import { readFileSync } from 'node:fs';

/** What PyTorch computed, from `test/fixtures/torch`. */
export const readTorchFixture = <T>(name: string): T =>
  JSON.parse(
    readFileSync(new URL(`../../../test/fixtures/torch/${name}`, import.meta.url), 'utf8'),
  ) as T;

/** Largest difference between two lists of numbers; NaN where one is NaN or a length differs. */
export const largestError = (actual: ArrayLike<number>, expected: ArrayLike<number>): number =>
  actual.length === expected.length
    ? Math.max(...Array.from(actual, (value, at) => Math.abs(value - (expected[at] ?? NaN))))
    : NaN;
