import { describe, expect, it } from 'vitest';
import { createRandom } from './random.js';

/** From this implementation: recipes reproduce their weights only while these stay. */
const FIRST_WORDS = [2_902_176_973, 1_304_184_719, 3_266_759_029];

const draws = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('createRandom', () => {
  it('should repeat its stream for the same seed and differ for any other', () => {
    const stream = (...seed: (number | string)[]): string => {
      const random = createRandom(...seed);
      return draws(4, () => random.uniform()).join();
    };
    expect(stream(7, 'shuffle', 3)).toBe(stream(7, 'shuffle', 3));
    const seeds = [[7], [8], ['7'], [7, 0], [0, 7], [7, 'a'], [77], [7, 7], [0.5], [2 ** 40], []];
    expect(new Set(seeds.map((seed) => stream(...seed))).size).toBe(seeds.length);
  });

  it('should keep the stream of a seed from release to release', () => {
    const random = createRandom(1, 'stream');
    expect(draws(3, () => random.int(2 ** 32))).toEqual(FIRST_WORDS);
  });

  it('should give no stream twice in 200,000 neighbouring seeds', () => {
    const firsts = new Set<number>();
    for (let index = 0; index < 200_000; index += 1) {
      const random = createRandom(5, 'example', index % 20, Math.floor(index / 20));
      firsts.add(random.int(2 ** 26) * 2 ** 26 + random.int(2 ** 26));
    }
    expect(firsts.size).toBe(200_000);
  });

  it('should draw uniform numbers with the moments of the distribution', () => {
    const random = createRandom('uniform');
    const values = draws(100_000, () => random.uniform());
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(mean(values)).toBeCloseTo(1 / 2, 2);
    expect(mean(values.map((value) => (value - 0.5) ** 2))).toBeCloseTo(1 / 12, 2);
  });

  it('should draw normal numbers with the moments of the distribution', () => {
    const random = createRandom('normal');
    const values = draws(200_000, () => random.normal());
    expect(mean(values)).toBeCloseTo(0, 2);
    expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 1);
    expect(mean(values.map((value) => value ** 4))).toBeCloseTo(3, 0);
    expect(mean(values.map((value, at) => value * (values[at + 1] ?? 0)))).toBeCloseTo(0, 2);
  });

  it('should draw each integer equally often', () => {
    const random = createRandom('int');
    const counts = new Array<number>(7).fill(0);
    draws(70_000, () => random.int(7)).forEach(
      (value) => (counts[value] = (counts[value] ?? 0) + 1),
    );
    // Four standard deviations of the count are 371.
    expect(counts.every((count) => Math.abs(count - 10_000) < 371)).toBe(true);
    expect(random.int(1)).toBe(0);
  });

  it('should shuffle arrays and typed arrays in place into the same order', () => {
    const array = draws(100, () => 0).map((_, at) => at);
    const typed = Int32Array.from(array);
    createRandom(9).shuffle(array);
    createRandom(9).shuffle(typed);
    expect([...typed]).toEqual(array);
    expect(array).not.toEqual([...array].sort((left, right) => left - right));
    expect([...array].sort((left, right) => left - right)).toEqual(
      draws(100, () => 0).map((_, at) => at),
    );
  });
});
