import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/random.js';
import type { AugmentationConfig } from './augmentation-config.js';
import { createPictureAugmenter } from './create-picture-augmenter.js';
import { createFramedPreparer, createPyramidPreparer } from './create-picture-preparer.js';
import { drawFrame, squareInput } from './testing/drawn-pictures.js';

const SIZE = 16;
const preprocess = squareInput(SIZE);
const framed = createFramedPreparer(preprocess, true).prepare(drawFrame(1, 40, 30));
const [level] = framed.levels;
const original = level?.data ?? new Uint8Array(0);

/** Variation number `draw` of the picture, which is prepared as the configuration asks for. */
const vary = (config: AugmentationConfig, draw = 0, picture = framed): Uint8Array => {
  const output = new Uint8Array(SIZE * SIZE * 3);
  const augmenter = createPictureAugmenter(config, preprocess, [SIZE, SIZE]);
  augmenter.augment(picture, undefined, createRandom('test', draw), output);
  return output;
};

/** The picture with pixel (x, y) taken from `from(x, y)`. */
const rearranged = (from: (x: number, y: number) => [number, number]): Uint8Array =>
  original.map((_, at) => {
    const [x, y] = from(Math.floor(at / 3) % SIZE, Math.floor(at / 3 / SIZE));
    return original[(y * SIZE + x) * 3 + (at % 3)] ?? 0;
  });

const draws = Array.from({ length: 40 }, (_, draw) => draw);
const distinct = (pictures: readonly Uint8Array[]): Set<string> =>
  new Set(pictures.map((picture) => picture.join()));

const meanDistance = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / a.length;

describe('createPictureAugmenter', () => {
  it('should leave the picture as it is when nothing is on', () => {
    expect(vary({})).toEqual(original);
  });

  it('should mirror only where it is on, exactly, and along the right axis', () => {
    const last = SIZE - 1;
    expect(vary({ flipHorizontal: 1 })).toEqual(rearranged((x, y) => [last - x, y]));
    expect(vary({ flipVertical: 1 })).toEqual(rearranged((x, y) => [x, last - y]));
    expect(distinct(draws.map((draw) => vary({ flipHorizontal: 0 }, draw))).size).toBe(1);
    const both = distinct(draws.map((draw) => vary({ flipHorizontal: 0.5 }, draw)));
    expect(both).toEqual(distinct([original, vary({ flipHorizontal: 1 })]));
  });

  it('should turn by exact quarters', () => {
    const last = SIZE - 1;
    const turned = distinct(draws.map((draw) => vary({ quarterTurns: true }, draw)));
    const expected = distinct([
      original,
      rearranged((x, y) => [y, last - x]),
      rearranged((x, y) => [last - x, last - y]),
      rearranged((x, y) => [last - y, x]),
    ]);
    expect(turned).toEqual(expected);
  });

  it('should stay close to the preprocessed picture when a warp hardly moves', () => {
    const picture = createPyramidPreparer(preprocess).prepare(drawFrame(1, 40, 30));
    expect(meanDistance(vary({ rotate: 0.001 }, 0, picture), original)).toBeLessThan(6);
  });

  it('should shift and enlarge by what it drew', () => {
    const picture = createPyramidPreparer(preprocess).prepare(drawFrame(1, SIZE, SIZE));
    const enlarged = vary({ scale: [2, 2], fill: 'edge' }, 0, picture);
    const source = drawFrame(1, SIZE, SIZE).data;
    // Output pixel 8 lies a quarter of a source pixel right of and below the middle.
    const at = (x: number, y: number) => source[(y * SIZE + x) * 3] ?? 0;
    const expected =
      0.75 * (0.75 * at(8, 8) + 0.25 * at(7, 8)) + 0.25 * (0.75 * at(8, 7) + 0.25 * at(7, 7));
    expect(Math.abs((enlarged[(8 * SIZE + 8) * 3] ?? 0) - expected)).toBeLessThan(1);
  });

  it('should show the letterbox colour beyond the picture, and else what fill says', () => {
    const boxed = squareInput(SIZE, {
      resize: { mode: 'letterbox', width: SIZE, height: SIZE, padColor: [9, 8, 7] },
    });
    const output = new Uint8Array(SIZE * SIZE * 3);
    const picture = createPyramidPreparer(boxed).prepare(drawFrame(1, 32, 16));
    const augmenter = createPictureAugmenter({ rotate: 0.001 }, boxed, [SIZE, SIZE]);
    augmenter.augment(picture, undefined, createRandom(1), output);
    expect([...output.subarray(0, 3)]).toEqual([9, 8, 7]);
    expect([...output.subarray(-3)]).toEqual([9, 8, 7]);
    const shrunk = vary({ scale: [0.5, 0.5], fill: 'edge' }, 0, picture);
    expect([...shrunk.subarray(0, 3)]).toEqual([...shrunk.subarray(9, 12)]);
  });

  it('should recolour in the direction it says', () => {
    const mean = (pixels: Uint8Array) => pixels.reduce((a, b) => a + b, 0) / pixels.length;
    const brightest = Math.max(...draws.map((draw) => mean(vary({ brightness: 0.3 }, draw))));
    const darkest = Math.min(...draws.map((draw) => mean(vary({ brightness: 0.3 }, draw))));
    expect(brightest).toBeGreaterThan(mean(original) * 1.15);
    expect(darkest).toBeLessThan(mean(original) * 0.8);
    const gray = vary({ grayscale: 1 });
    const spread = gray.map((value, at) => Math.abs(value - (gray[at - (at % 3)] ?? 0)));
    expect(Math.max(...spread)).toBeLessThanOrEqual(1);
    expect(vary({ saturation: 0, hue: 0, contrast: 0, gamma: [1, 1] })).toEqual(original);
  });

  it('should smooth what it blurs and reduces, keeping the mean', () => {
    const roughness = (pixels: Uint8Array) => meanDistance(pixels.subarray(3), pixels);
    const mean = (pixels: Uint8Array) => pixels.reduce((a, b) => a + b, 0) / pixels.length;
    const configs: AugmentationConfig[] = [
      { blur: { probability: 1, sigma: [1, 1] } },
      { blur: { probability: 1, sigma: [3, 3] } },
      { motionBlur: { probability: 1, length: [5, 5] } },
      { motionBlur: { probability: 1, length: [12, 12] } },
      { lowResolution: { probability: 1, factor: [2, 2] } },
    ];
    for (const config of configs) {
      const smooth = vary(config);
      expect(roughness(smooth)).toBeLessThan(roughness(original) * 0.95);
      expect(Math.abs(mean(smooth) - mean(original))).toBeLessThan(6);
    }
    expect(vary({ blur: { probability: 1, sigma: [0, 0] } })).toEqual(original);
  });

  it('should add noise of the deviation that was asked for', () => {
    const noisy = vary({ noise: { probability: 1, sigma: [6, 6] } });
    const square = noisy.reduce((sum, value, at) => sum + (value - (original[at] ?? 0)) ** 2, 0);
    expect(Math.sqrt(square / noisy.length)).toBeCloseTo(6, 0);
  });

  it('should cut out a box of one colour and leave the rest', () => {
    const cut = vary({ cutout: { probability: 1, size: [0.5, 0.5] } });
    const changed = cut.filter((value, at) => value !== original[at]).length;
    expect(changed).toBeGreaterThan(8 * 8 * 2);
    expect(changed).toBeLessThanOrEqual(8 * 8 * 3);
  });

  it('should give the same picture for the same random numbers', () => {
    const config: AugmentationConfig = {
      crop: { area: [0.5, 1] },
      perspective: 0.2,
      hue: 30,
      noise: { probability: 0.5, sigma: [0, 9] },
    };
    const picture = createPyramidPreparer(preprocess).prepare(drawFrame(2, 40, 30));
    expect(vary(config, 5, picture)).toEqual(vary(config, 5, picture));
    expect(vary(config, 6, picture)).not.toEqual(vary(config, 5, picture));
  });
});
