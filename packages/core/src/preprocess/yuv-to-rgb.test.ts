import { describe, expect, it } from 'vitest';
import { YUV_MATRICES, YUV_RANGES } from '../frame/pixel-format.js';
import { yuvFactors, yuvToRgb } from './yuv-to-rgb.js';

const LUMA = { bt601: [0.299, 0.114], bt709: [0.2126, 0.0722] } as const;

const clampRound = (value: number): number => Math.min(255, Math.max(0, Math.round(value)));

/** The real-valued formula of ITU-R BT.601 and BT.709. */
const exactRgb = (
  y: number,
  u: number,
  v: number,
  matrix: keyof typeof LUMA,
  isFull: boolean,
): number[] => {
  const [kr, kb] = LUMA[matrix];
  const luma = isFull ? y : ((y - 16) * 255) / 219;
  const scale = isFull ? 1 : 255 / 224;
  const [cb, cr] = [(u - 128) * scale, (v - 128) * scale];
  const green = (kb * 2 * (1 - kb) * cb + kr * 2 * (1 - kr) * cr) / (1 - kr - kb);
  return [luma + 2 * (1 - kr) * cr, luma - green, luma + 2 * (1 - kb) * cb].map(clampRound);
};

describe('yuvToRgb', () => {
  it.each(YUV_MATRICES.flatMap((matrix) => YUV_RANGES.map((range) => [matrix, range] as const)))(
    'should stay within one grey level of the real-valued formula (%s, %s)',
    (matrix, range) => {
      const factors = yuvFactors(matrix, range);
      const rgb = new Uint8Array(3);
      let largest = 0;
      for (let y = 0; y < 256; y += 1) {
        for (let u = 0; u < 256; u += 5) {
          for (let v = 0; v < 256; v += 5) {
            yuvToRgb(y, u, v, factors, rgb);
            exactRgb(y, u, v, matrix, range === 'full').forEach((value, channel) => {
              largest = Math.max(largest, Math.abs(value - (rgb[channel] ?? 0)));
            });
          }
        }
      }
      expect(largest).toBeLessThanOrEqual(1);
    },
  );

  it.each([
    ['limited', 16, 0],
    ['limited', 235, 255],
    ['full', 0, 0],
    ['full', 255, 255],
    ['full', 77, 77],
  ] as const)('should keep gray gray (%s, luma %i)', (range, y, level) => {
    const rgb = new Uint8Array(3);
    yuvToRgb(y, 128, 128, yuvFactors('bt709', range), rgb);
    expect([...rgb]).toEqual([level, level, level]);
  });

  it('should have constants of 16 bits with a sign', () => {
    const all = YUV_MATRICES.flatMap((matrix) =>
      YUV_RANGES.flatMap((range) => Object.values(yuvFactors(matrix, range)) as number[]),
    );
    expect(all.every((factor) => factor === (factor << 16) >> 16)).toBe(true);
  });
});
