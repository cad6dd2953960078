import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import { fnv1a } from '../preprocess/testing/seeded-pixels.js';
import { float16BitsToFloat32 } from '../tensor/float16.js';
import { drawTensor } from './draw-tensor.js';
import type { DrawnTensor } from './model-card.js';

const DRAWING: DrawnTensor = { dtype: 'uint8', dims: [1, 3, 20, 12], drawn: 'stripes-v1', seed: 7 };

const levelsOf = (drawing: Partial<DrawnTensor> = {}) =>
  Array.from(drawTensor({ ...DRAWING, ...drawing }).data);

describe('drawTensor', () => {
  // The expected values were computed from the formula by another program, in Python.
  it('should draw what its formula says', () => {
    expect(levelsOf().slice(0, 12)).toEqual([
      146, 140, 134, 128, 122, 116, 110, 104, 156, 150, 144, 138,
    ]);
    expect(fnv1a(Uint8Array.from(levelsOf()))).toBe('725138cf70c9ef49');
    expect(fnv1a(Uint8Array.from(levelsOf({ dims: [2, 3, 97, 130], seed: 2 ** 32 - 1 })))).toBe(
      '91e8d2452321772f',
    );
  });

  it('should hold the same levels exactly in each dtype', () => {
    const levels = levelsOf();
    expect(levelsOf({ dtype: 'float32' }).map((value) => value * 64 + 128)).toEqual(levels);
    expect(
      levelsOf({ dtype: 'float16' }).map((bits) => float16BitsToFloat32(bits) * 64 + 128),
    ).toEqual(levels);
  });

  it('should draw another picture from another seed, and another plane after each', () => {
    expect(levelsOf({ seed: 8 })).not.toEqual(levelsOf());
    expect(levelsOf({ dims: [20, 12] })).toEqual(levelsOf().slice(0, 240));
    expect(levelsOf().slice(240, 480)).not.toEqual(levelsOf().slice(0, 240));
  });

  it('should use most of the range from dark to bright', () => {
    const levels = levelsOf({ dims: [3, 48, 48] });
    expect(Math.min(...levels)).toBeLessThan(16);
    expect(Math.max(...levels)).toBeGreaterThan(239);
    expect(Math.max(...levels)).toBeLessThanOrEqual(254);
  });

  it.each<[keyof DrawnTensor, unknown]>([
    ['seed', 0],
    ['seed', 1.5],
    ['seed', 2 ** 32],
    ['dims', [4]],
    ['dims', [0, 4]],
    ['dims', [2 ** 20, 2 ** 20]],
    ['dtype', 'int64'],
    ['drawn', 'gradient-v9'],
  ])('should refuse %s %j', (field, value) => {
    const drawing = { ...DRAWING, [field]: value };
    expect(() => drawTensor(drawing)).toThrow(InvalidArgumentError);
    expect(() => drawTensor(drawing)).toThrow(new RegExp(`^${field} must be `));
  });
});
