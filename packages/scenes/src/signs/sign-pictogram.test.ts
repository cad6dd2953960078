import { describe, expect, it } from 'vitest';
import { drawPictogram } from './draw-pictogram.js';
import type { SignLabel } from './sign-label.js';
import { SIGN_LABELS } from './sign-label.js';
import { signPictogram } from './sign-pictogram.js';
import { signPictogramSvg } from './sign-pictogram-svg.js';

const SIZE = 48;
const drawn = SIGN_LABELS.map((label) => drawPictogram(signPictogram(label), SIZE, 1).data);

const pixelOf = (label: SignLabel, x: number, y: number): number[] => {
  const { data } = drawPictogram(signPictogram(label), 100, 0);
  return [...data.subarray(4 * (y * 100 + x), 4 * (y * 100 + x) + 4)];
};

describe('the 43 pictograms', () => {
  it('should be 43 different labels', () => {
    expect(new Set(SIGN_LABELS).size).toBe(43);
  });

  it('should all look different, also when they are small', () => {
    for (const [index, picture] of drawn.entries()) {
      for (const other of drawn.slice(0, index)) {
        let changed = 0;
        for (let at = 0; at < picture.length; at += 4) {
          const isOther = [0, 1, 2].some(
            (channel) => Math.abs((picture[at + channel] ?? 0) - (other[at + channel] ?? 0)) > 64,
          );
          if (isOther) changed += 1;
        }
        expect(changed).toBeGreaterThan(25);
      }
    }
  });

  it('should be transparent outside of the plate', () => {
    for (const picture of drawn) expect(picture[3]).toBe(0);
  });

  it.each<[SignLabel, number, number, readonly number[]]>([
    ['stop', 50, 10, [193, 18, 28, 255]],
    ['no-entry', 50, 50, [255, 255, 255, 255]],
    ['ahead-only', 20, 50, [21, 72, 137, 255]],
    ['priority-road', 50, 50, [247, 186, 11, 255]],
    ['general-caution', 50, 45, [14, 14, 16, 255]],
    ['no-vehicles', 50, 50, [255, 255, 255, 255]],
    ['traffic-signals', 50, 42, [193, 18, 28, 255]],
    ['traffic-signals', 50, 73, [0, 135, 84, 255]],
  ])('should paint %s in its colour at %i, %i', (label, x, y, colour) => {
    expect(pixelOf(label, x, y)).toEqual(colour);
  });

  it('should mirror what StVO mirrors', () => {
    const pairs: [SignLabel, SignLabel][] = [
      ['turn-right-ahead', 'turn-left-ahead'],
      ['keep-right', 'keep-left'],
      ['ahead-or-right', 'ahead-or-left'],
      ['curve-right', 'curve-left'],
    ];
    for (const [right, left] of pairs) {
      const [a, b] = [drawn[SIGN_LABELS.indexOf(right)], drawn[SIGN_LABELS.indexOf(left)]];
      let largest = 0;
      for (let at = 0; at < SIZE * SIZE; at++) {
        const mirrored = at - (at % SIZE) + SIZE - 1 - (at % SIZE);
        largest = Math.max(largest, Math.abs((a?.[4 * at] ?? 0) - (b?.[4 * mirrored] ?? 0)));
      }
      expect(largest).toBeLessThanOrEqual(2);
    }
  });
});

describe('signPictogramSvg', () => {
  it('should give a document of paths alone', () => {
    for (const label of SIGN_LABELS) {
      expect(signPictogramSvg(label)).toMatch(
        /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 100 100">(<path [^<>]+\/>)+<\/svg>$/,
      );
    }
  });

  it('should reject a label that is no sign', () => {
    expect(() => signPictogramSvg('speed-limit-35' as SignLabel)).toThrow(
      expect.objectContaining({ name: 'InvalidArgumentError', argument: 'label' }),
    );
  });
});
