/*
 * IEEE 754 binary16 as its bits in a Uint16: 1 sign, 5 exponent (bias 15) and 10 fraction bits.
 * JavaScript's own Float16Array is newer than the runtimes supported here.
 */
const FLOAT32 = /* @__PURE__ */ new Float32Array(1);
const FLOAT32_BITS = /* @__PURE__ */ new Uint32Array(FLOAT32.buffer);

const INFINITY_BITS = 0x7c00;
const QUIET_NAN_BITS = 0x7e00;

/** Shifts `mantissa` right by `shift` bits, rounding to nearest, ties to even. */
const shiftRoundingToEven = (mantissa: number, shift: number): number => {
  const kept = mantissa >>> shift;
  const half = 1 << (shift - 1);
  const rest = mantissa & ((1 << shift) - 1);
  return rest > half || (rest === half && (kept & 1) === 1) ? kept + 1 : kept;
};

/**
 * The bits of the float16 that is nearest to `value` (taken as float32), ties to even. From 65520 on it
 * is infinity, below 2^-25 zero of the same sign; NaN stays NaN.
 */
export const float32ToFloat16Bits = (value: number): number => {
  FLOAT32[0] = value;
  const bits = FLOAT32_BITS[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const biasedExponent = (bits >>> 23) & 0xff;
  const fraction = bits & 0x7fffff;
  if (biasedExponent === 0xff) return sign | (fraction === 0 ? INFINITY_BITS : QUIET_NAN_BITS);
  const exponent = biasedExponent - 127;
  if (exponent > 15) return sign | INFINITY_BITS;
  if (exponent >= -14) {
    // A carry out of the fraction raises the exponent, up to infinity: the bits of both are adjacent.
    return sign | shiftRoundingToEven(((exponent + 15) << 23) | fraction, 13);
  }
  if (exponent < -25) return sign;
  // Subnormal: the implied leading one becomes explicit, in units of 2^-24.
  return sign | shiftRoundingToEven(0x800000 | fraction, -exponent - 1);
};

/** The exact value of a float16 given by its bits. */
export const float16BitsToFloat32 = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
};
