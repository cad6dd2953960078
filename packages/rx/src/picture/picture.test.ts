import {
  createFrame,
  type ExifOrientation,
  FrameClosedError,
  type PixelFormat,
} from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import { lumaGrid } from './luma-grid.js';
import { lumaReader } from './luma-reader.js';
import { measurePicture } from './measure-picture.js';
import { storedRegion } from './stored-region.js';

type Luma = (x: number, y: number) => number;

/** A grey picture in each format, drawn by luma 0..255; YUV in full range. */
const draw = (format: PixelFormat, width: number, height: number, luma: Luma) => {
  const bytesPerPixel = format === 'rgba' ? 4 : format === 'rgb' ? 3 : 1;
  const chroma = Math.ceil(width / 2) * Math.ceil(height / 2) * 2;
  const isYuv = format === 'i420' || format === 'nv12';
  const data = new Uint8Array(width * height * bytesPerPixel + (isYuv ? chroma : 0)).fill(128);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * bytesPerPixel;
      data.fill(luma(x, y), at, at + Math.min(bytesPerPixel, 3));
    }
  }
  return createFrame({ format, width, height, data, yuvRange: 'full' });
};

/** A level of its own for each pixel. */
const noise: Luma = (x, y) => {
  const mixed = Math.imul(x, 374761393) + Math.imul(y, 668265263);
  const hash = Math.imul(mixed ^ (mixed >>> 13), 1274126177);
  return (hash ^ (hash >>> 16)) & 255;
};

const FORMATS = ['rgba', 'rgb', 'gray', 'i420', 'nv12'] as const;

describe('lumaReader', () => {
  it.each(FORMATS)('should read the luma of %s where it is stored', (format) => {
    const luma = lumaReader(draw(format, 5, 3, (x, y) => 10 * x + 50 * y));
    expect([luma(0, 0), luma(4, 0), luma(0, 2), luma(3, 1)]).toEqual([0, 40, 100, 80]);
  });

  it('should weigh colours as BT.601 does, and skip the padding of rows', () => {
    const data = Uint8Array.of(9, 255, 0, 0, 0, 0, 255, 0, 0, 0, 255);
    const planes = [{ offset: 1, stride: 4 }];
    const frame = createFrame({ format: 'rgb', width: 1, height: 2, data, planes });
    const luma = lumaReader(frame);
    // 0.299 and 0.587 of 255.
    expect([luma(0, 0), luma(0, 1)]).toEqual([77, 149]);
  });

  it('should stretch limited range to 0..255', () => {
    const data = Uint8Array.of(16, 235, 126, 3, 128, 128, 128, 128);
    const luma = lumaReader(createFrame({ format: 'i420', width: 4, height: 1, data }));
    expect([luma(0, 0), luma(1, 0), luma(2, 0), luma(3, 0)]).toEqual([0, 255, 128, 0]);
  });

  it('should refuse a closed frame', () => {
    const frame = draw('gray', 2, 2, () => 0);
    frame.close();
    expect(() => lumaReader(frame)).toThrow(FrameClosedError);
  });
});

describe('storedRegion', () => {
  /** The top left quarter of an upright picture of which 6x4 pixels are stored. */
  const place = (orientation: ExifOrientation) => {
    const [width, height] = orientation < 5 ? [3, 2] : [2, 3];
    return storedRegion({ width: 6, height: 4, orientation }, { x: 0, y: 0, width, height });
  };

  it.each([
    [1, 0, 0],
    [2, 3, 0],
    [3, 3, 2],
    [4, 0, 2],
    [5, 0, 0],
    [6, 0, 2],
    [7, 3, 2],
    [8, 3, 0],
  ] as const)('should find the upright top left of orientation %i at %i, %i', (turn, x, y) => {
    expect(place(turn)).toEqual({ x, y, width: 3, height: 2 });
  });

  it('should clip to the picture, touch every pixel of a fraction, and never be empty', () => {
    const picture = { width: 6, height: 4, orientation: 1 } as const;
    const region = { x: -5, y: 1.5, width: 50, height: 1 };
    expect(storedRegion(picture, region)).toEqual({ x: 0, y: 1, width: 6, height: 2 });
    const beside = { x: 90, y: 90, width: 5, height: 5 };
    expect(storedRegion(picture, beside)).toEqual({ x: 5, y: 3, width: 1, height: 1 });
    expect(storedRegion(picture, undefined)).toEqual({ x: 0, y: 0, width: 6, height: 4 });
  });
});

describe('lumaGrid', () => {
  it('should give the mean of each cell of the region, row by row', () => {
    const out = new Float32Array(4);
    const luma = lumaReader(draw('gray', 64, 64, (x, y) => (x < 32 ? 0 : 100) + (y < 32 ? 0 : 50)));
    lumaGrid(luma, { x: 0, y: 0, width: 64, height: 64 }, 2, 2, out);
    expect(Array.from(out)).toEqual([0, 100, 50, 150]);
    lumaGrid(luma, { x: 32, y: 32, width: 3, height: 3 }, 2, 2, out);
    expect(Array.from(out)).toEqual([150, 150, 150, 150]);
  });
});

describe('measurePicture', () => {
  it.each(FORMATS)('should count dark and bright points of %s', (format) => {
    const measures = measurePicture(draw(format, 320, 240, (x) => (x < 80 ? 9 : 250)));
    expect(measures.dark).toBeCloseTo(0.25, 1);
    expect(measures.bright).toBeCloseTo(0.75, 1);
    const grey = measurePicture(draw(format, 320, 240, (x) => (x < 80 ? 10 : 249)));
    expect([grey.dark, grey.bright]).toEqual([0, 0]);
  });

  it.each([
    ['an even ramp, as out of focus', (x: number) => x % 256, 1 / 64],
    ['sharp edges', (x: number) => (x % 32 < 16 ? 40 : 200), 1 / 8],
    ['pixels that know nothing of each other', noise, 1],
  ])('should measure the sharpness of %s', (_, luma, expected) => {
    // One step is one pixel, and the ramp does not wrap around.
    const { sharpness } = measurePicture(draw('gray', 250, 240, luma));
    expect(sharpness / expected).toBeGreaterThan(0.75);
    expect(sharpness / expected).toBeLessThan(1.35);
  });

  it('should measure the same scene alike in any size', () => {
    const scene = (size: number) =>
      measurePicture(draw('gray', size, size, (x, y) => ((x + y) / size) * 120)).sharpness;
    expect(scene(960) / scene(240)).toBeCloseTo(1, 0);
  });

  it('should know the same picture again, and no other', () => {
    const fingerprint = (level: number) =>
      measurePicture(draw('gray', 320, 240, (x, y) => (x === 160 ? level : y % 200))).fingerprint;
    expect(fingerprint(4)).toBe(fingerprint(4));
    const fingerprints = new Set(
      [0, 1, 2, 3].map(
        (noise) =>
          measurePicture(draw('gray', 320, 240, (x, y) => (x * y + noise) % 256)).fingerprint,
      ),
    );
    expect(fingerprints.size).toBe(4);
  });

  it.each([
    [1, 1],
    [1, 9],
    [2, 2],
    [4000, 3],
  ])('should measure a picture of %ix%i', (width, height) => {
    const { dark, contrast } = measurePicture(draw('rgba', width, height, () => 0));
    expect([dark, contrast]).toEqual([1, 0]);
  });
});
