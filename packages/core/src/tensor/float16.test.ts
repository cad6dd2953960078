import { describe, expect, it } from 'vitest';
import { float16BitsToFloat32, float32ToFloat16Bits } from './float16.js';

describe('float32ToFloat16Bits', () => {
  // Bits from numpy 1.24: np.float16(np.float32(x)).view(np.uint16).
  it.each([
    [0.10000000149011612, 0x2e66],
    [0.3333333432674408, 0x3555],
    [65504, 0x7bff],
    [65519.99609375, 0x7bff],
    [65520, 0x7c00],
    [1e-7, 0x0002],
    [5.960464477539063e-8, 0x0001],
    [2 ** -25, 0x0000],
    [2.980232594040899e-8, 0x0001],
    [6.103515625e-5, 0x0400],
    [6.097555160522461e-5, 0x03ff],
    [1.00048828125, 0x3c00],
    [1.00146484375, 0x3c02],
    [-2.1179039478302, 0xc03c],
    [2.640000104904175, 0x4148],
    [123.68000030517578, 0x57bb],
    [2049, 0x6800],
    [2051, 0x6802],
    [-0, 0x8000],
    [Infinity, 0x7c00],
    [-Infinity, 0xfc00],
    [1e-30, 0x0000],
    [-1e-40, 0x8000],
  ])('should give %d the bits that numpy gives it', (value, bits) => {
    expect(float32ToFloat16Bits(value)).toBe(bits);
  });

  it('should keep NaN a NaN', () => {
    expect(float16BitsToFloat32(float32ToFloat16Bits(NaN))).toBeNaN();
  });

  it('should return every one of the 65536 bit patterns unchanged, NaN payloads apart', () => {
    const wrong: number[] = [];
    for (let bits = 0; bits < 65_536; bits += 1) {
      const value = float16BitsToFloat32(bits);
      if (Number.isNaN(value)) continue;
      if (float32ToFloat16Bits(value) !== bits) wrong.push(bits);
    }
    expect(wrong).toEqual([]);
  });
});
