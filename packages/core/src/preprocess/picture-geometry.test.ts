import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import { createFrame } from '../frame/frame.js';
import { createPreprocessor } from './create-preprocessor.js';
import { pictureGeometry } from './picture-geometry.js';
import type { PreprocessConfig } from './preprocess-config.js';

const config = (fields: Partial<PreprocessConfig>): PreprocessConfig => ({
  resize: { mode: 'none' },
  kernel: 'nearest',
  rescaleFactor: 1,
  mean: [0],
  std: [1],
  channelOrder: 'gray',
  layout: 'nchw',
  dtype: 'uint8',
  ...fields,
});

describe('pictureGeometry', () => {
  // Pixels cut off: 0 to 7. half-even: Python's round(spare / 2); floor: spare // 2.
  it.each([
    ['half-even', [0, 0, 1, 2, 2, 2, 3, 4]],
    ['floor', [0, 0, 1, 1, 2, 2, 3, 3]],
    [undefined, [0, 0, 1, 2, 2, 2, 3, 4]],
  ] as const)('should begin a crop with rounding %s at %j', (rounding, starts) => {
    const centerCrop = { width: 224, height: 224, ...(rounding && { rounding }) };
    const firsts = starts.map((_, spare) => {
      const picture = { width: 224 + spare, height: 224, orientation: 1 } as const;
      const { horizontal } = pictureGeometry(config({ centerCrop }), picture, undefined);
      return [horizontal.first, horizontal.count, horizontal.offset];
    });
    expect(firsts).toEqual(starts.map((start) => [start, 224, 0]));
  });

  it.each(['half-even', 'floor'] as const)(
    'should pad the smaller half first with rounding %s',
    (rounding) => {
      const centerCrop = { width: 224, height: 224, rounding };
      const offsets = [1, 2, 3, 4, 5].map((missing) => {
        const picture = { width: 224, height: 224 - missing, orientation: 1 } as const;
        const { vertical } = pictureGeometry(config({ centerCrop }), picture, undefined);
        return [vertical.first, vertical.count, vertical.offset];
      });
      // (crop - size) // 2
      expect(offsets).toEqual([
        [0, 223, 0],
        [0, 222, 1],
        [0, 221, 1],
        [0, 220, 2],
        [0, 219, 2],
      ]);
    },
  );

  it.each([
    ['half-even', [2, 3, 4]],
    ['floor', [1, 2, 3]],
  ] as const)('should show the pixels that the rounding %s chooses', (rounding, expected) => {
    const centerCrop = { width: 3, height: 1, rounding };
    const output = new Uint8Array(3);
    const data = Uint8Array.of(0, 1, 2, 3, 4, 5);
    createPreprocessor(config({ centerCrop })).run(
      createFrame({ width: 6, height: 1, format: 'gray', data }),
      output,
    );
    expect([...output]).toEqual(expected);
  });

  it('should refuse a picture too elongated for the shortest edge', () => {
    const shortestEdge = config({
      resize: { mode: 'shortest-edge', size: 224 },
      centerCrop: { width: 224, height: 224 },
    });
    const geometryOf = (height: number) =>
      pictureGeometry(shortestEdge, { width: 1, height, orientation: 1 }, undefined);
    expect(geometryOf(70_000).vertical.resizedSize).toBe(15_680_000);
    expect(() => geometryOf(30_000_000)).toThrow(InvalidArgumentError);
    expect(() => geometryOf(30_000_000)).toThrow(
      'but it is 1x30000000, resized to 224x6720000000.',
    );
  });
});
