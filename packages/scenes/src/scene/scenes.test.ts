import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createBloodSmearScene } from '../blood/create-blood-smear-scene.js';
import { createLeafScene } from '../leaf/create-leaf-scene.js';
import { createMriScene } from '../mri/create-mri-scene.js';
import { createRoadScene } from '../road/create-road-scene.js';
import type { Scene, SceneOptions } from './scene.js';

const SCENES: [string, (options: SceneOptions) => Scene<unknown>][] = [
  ['road', createRoadScene],
  ['road in rain', (options) => createRoadScene({ ...options, weather: 'rain' })],
  ['road in back light', (options) => createRoadScene({ ...options, weather: 'back-light' })],
  ['leaf', createLeafScene],
  ['blood smear', createBloodSmearScene],
  ['MRI stack', createMriScene],
];

const SMALL = { width: 192, height: 144 };

const hashOf = (scene: Scene<unknown>, index: number): string => {
  const { frame, truth } = scene.frameAt(index);
  const hash = createHash('sha256').update(frame.data).update(JSON.stringify(truth));
  frame.close();
  return hash.digest('hex');
};

describe.each(SCENES)('%s', (_, create) => {
  it('should draw the same bytes and truth for a seed and an index, in any order', () => {
    const first = create({ ...SMALL, seed: 4 });
    const forward = [0, 7, 130].map((index) => hashOf(first, index));
    const second = create({ ...SMALL, seed: 4 });
    expect([130, 7, 0].map((index) => hashOf(second, index)).reverse()).toEqual(forward);
    expect(new Set(forward).size).toBe(3);
  });

  it('should draw another picture for another seed', () => {
    expect(hashOf(create({ ...SMALL, seed: 5 }), 30)).not.toBe(
      hashOf(create({ ...SMALL, seed: 6 }), 30),
    );
  });

  it('should keep a frame untouched while others are drawn, and recycle it when it is closed', () => {
    const scene = create({ ...SMALL, seed: 4 });
    const held = scene.frameAt(3).frame;
    const before = createHash('sha256').update(held.data).digest('hex');
    const next = scene.frameAt(4).frame;
    expect(next.data.buffer).not.toBe(held.data.buffer);
    expect(createHash('sha256').update(held.data).digest('hex')).toBe(before);
    const { buffer } = next.data;
    next.close();
    expect(scene.frameAt(5).frame.data.buffer).toBe(buffer);
    held.close();
  });

  it('should give the same picture as I420', () => {
    const scene = create({ ...SMALL, seed: 4 });
    const { frame: rgb } = scene.frameAt(9);
    const { frame: yuv } = scene.frameAt(9, { format: 'i420' });
    expect(yuv.data.length).toBe((SMALL.width * SMALL.height * 3) / 2);
    const pixel = 70 * SMALL.width + 90;
    const [r = 0, g = 0, b = 0] = rgb.data.subarray(3 * pixel, 3 * pixel + 3);
    const luma = 16 + 0.2568 * r + 0.5041 * g + 0.0979 * b;
    expect(Math.abs((yuv.data[pixel] ?? 0) - luma)).toBeLessThanOrEqual(1);
  });
});

describe('scene options', () => {
  it.each([
    [{ seed: 0.5 }, 'seed'],
    [{ seed: 1, width: 33 }, 'width'],
    [{ seed: 1, height: 10_000 }, 'height'],
    [{ seed: 1, fps: 0 }, 'fps'],
  ])('should reject %o', (options, argument) => {
    for (const [, create] of SCENES) {
      expect(() => create(options)).toThrow(
        expect.objectContaining({ name: 'InvalidArgumentError', argument }),
      );
    }
  });

  it('should reject labels that cannot be drawn', () => {
    const seed = 1;
    expect(() => createLeafScene({ seed, leaves: [] })).toThrow(/leaves must be/);
    expect(() => createBloodSmearScene({ seed, cells: ['x' as 'immature-granulocyte'] })).toThrow(
      /cells must be/,
    );
    expect(() => createMriScene({ seed, heads: ['x' as 'glioma'] })).toThrow(/heads must be/);
    expect(() => createRoadScene({ seed, signs: ['x' as 'stop'] })).toThrow(/signs must be/);
    expect(() => createRoadScene({ seed, weather: 'hail' as 'rain' })).toThrow(/weather must be/);
    expect(() => createRoadScene({ seed, kilometresPerHour: -1 })).toThrow(/kilometresPerHour/);
  });

  it('should reject an index and a format that do not exist', () => {
    const scene = createMriScene({ ...SMALL, seed: 1 });
    expect(() => scene.frameAt(-1)).toThrow(/index must be/);
    expect(() => scene.frameAt(0, { format: 'bgr' as 'rgb' })).toThrow(/format must be/);
  });
});
