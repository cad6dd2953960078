import { describe, expect, it } from 'vitest';
import { createRoadScene } from './create-road-scene.js';
import type { VisibleSign } from './road-truth.js';

const WIDTH = 640;

const frameOf = (scene: ReturnType<typeof createRoadScene>, index: number) => {
  const { frame, truth } = scene.frameAt(index);
  const pixels = Uint8Array.from(frame.data);
  frame.close();
  return { pixels, truth };
};

/** Whether column and row look different with and without signs by more than blur leaves behind. */
const differs = (a: Uint8Array, b: Uint8Array, x: number, y: number): boolean =>
  [0, 1, 2].some((channel) => {
    const at = 3 * (y * WIDTH + x) + channel;
    return Math.abs((a[at] ?? 0) - (b[at] ?? 0)) > 40;
  });

const withSigns = createRoadScene({ seed: 5 });
const without = createRoadScene({ seed: 5, signs: [] });

/** Every fifth frame's signs. */
const signsOf = (
  scene: ReturnType<typeof createRoadScene>,
  seconds: number,
): { index: number; sign: VisibleSign }[] =>
  Array.from({ length: seconds * 5 }, (_, k) => 5 * k).flatMap((index) =>
    frameOf(scene, index).truth.signs.map((sign) => ({ index, sign })),
  );
const seen = signsOf(withSigns, 30);
const small = signsOf(createRoadScene({ seed: 5, width: 320, height: 240 }), 80);

describe('createRoadScene', () => {
  it('should draw what it says: the box encloses the pixels of the plate', () => {
    const alone = seen.filter(
      ({ index, sign }) =>
        sign.heightPixels > 24 &&
        sign.occludedFraction === 0 &&
        !sign.isTruncated &&
        seen.filter((other) => other.index === index).length === 1,
    );
    expect(alone.length).toBeGreaterThan(5);
    for (const { index, sign } of alone) {
      const { pixels } = frameOf(withSigns, index);
      const { pixels: background } = frameOf(without, index);
      const { x, y, width, height } = sign.box;
      let [left, right, top] = [WIDTH, 0, 480];
      // Not below the box, where the post is.
      for (let row = Math.max(0, y - 12); row < y + height; row++) {
        for (let column = Math.max(0, x - 12); column < Math.min(WIDTH, x + width + 12); column++) {
          if (!differs(pixels, background, column, row)) continue;
          left = Math.min(left, column);
          right = Math.max(right, column + 1);
          top = Math.min(top, row);
        }
      }
      expect(Math.abs(left - x)).toBeLessThanOrEqual(3);
      expect(Math.abs(right - x - width)).toBeLessThanOrEqual(3);
      expect(Math.abs(top - y)).toBeLessThanOrEqual(3);
    }
  });

  it('should let a sign approach: nearer and larger from frame to frame under one id', () => {
    const ids = new Set(small.map(({ sign }) => sign.id));
    expect(ids.size).toBeGreaterThan(20);
    for (const id of ids) {
      const sightings = small.filter(({ sign }) => sign.id === id);
      expect(new Set(sightings.map(({ sign }) => sign.label)).size).toBe(1);
      sightings.slice(1).forEach(({ sign }, k) => {
        const before = sightings[k]?.sign;
        expect(sign.distanceMetres).toBeLessThan(before?.distanceMetres ?? 0);
        expect(sign.heightPixels).toBeGreaterThan(before?.heightPixels ?? 1e9);
      });
    }
  });

  it('should show the asked signs in their order', () => {
    const scene = createRoadScene({ seed: 8, signs: ['stop', 'yield'], width: 320, height: 240 });
    const labels = new Set<string>();
    for (let index = 0; index < 400; index += 10) {
      for (const { label } of frameOf(scene, index).truth.signs) labels.add(label);
    }
    expect([...labels].sort()).toEqual(['stop', 'yield']);
  });

  it('should show no sign on a road without signs', () => {
    expect(frameOf(without, 120).truth.signs).toEqual([]);
  });

  it('should hang two signs on one post, which hides neither', () => {
    const large = seen.filter(({ sign }) => sign.heightPixels > 24);
    const upper = large.filter((above) =>
      large.some(({ index, sign }) => index === above.index && sign.id === above.sign.id + 1),
    );
    expect(upper.length).toBeGreaterThan(0);
    for (const { sign } of upper) expect(sign.occludedFraction).toBeLessThan(0.02);
  });

  it('should flag what hides a sign and count the hidden share', () => {
    const longer = small.filter(({ sign }) => sign.heightPixels > 12);
    const poles = longer.filter(({ sign }) => sign.occluder === 'pole' && !sign.isTruncated);
    const free = longer.filter(({ sign }) => sign.occluder === undefined);
    expect(poles.length).toBeGreaterThan(0);
    for (const { sign } of poles) expect(sign.occludedFraction).toBeGreaterThan(0.05);
    const clear = free.filter(({ sign }) => sign.occludedFraction < 0.02);
    expect(clear.length / free.length).toBeGreaterThan(0.6);
  });
});
