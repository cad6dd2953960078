// The SIMD half of preprocessing: samples to planar lines, then the two passes of Pillow's 8-bit resize.
// Memory is laid out by the caller (src/preprocess/simd-resampler.ts); nothing is allocated here.
//
// A *line* is one row of one plane, one byte a sample. Loads and stores go by whole vectors, so a line may
// be read and written up to 16 bytes past its end.
//
// A coefficient c has 22 fraction bits and is stored as two 16-bit halves, c = 256 * high + low, so that one
// multiply-add instruction takes two samples. Both sums stay far below 2^31: a sample has 8 bits, `low` too,
// and |high| sums to about 2^14 over a window. Sums are therefore the same integers as with 32-bit products.

/** One half in 22 fraction bits: rounds the sums. */
const HALF: i32 = 1 << 21;

/** RGBA rows to lines R, G, B of each row; alpha is dropped. */
export function planesFromRgba(
  source: usize,
  sourceStride: usize,
  rows: i32,
  lines: usize,
  lineStride: usize,
  width: i32,
): void {
  const byChannel = i8x16(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  for (let row = 0; row < rows; row++) {
    let from = source;
    for (let x: usize = 0; x < <usize>width; x += 16) {
      const a = i8x16.swizzle(v128.load(from), byChannel);
      const b = i8x16.swizzle(v128.load(from, 16), byChannel);
      const c = i8x16.swizzle(v128.load(from, 32), byChannel);
      const d = i8x16.swizzle(v128.load(from, 48), byChannel);
      const redGreenLeft = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
      const redGreenRight = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
      const blueLeft = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
      const blueRight = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
      const to = lines + x;
      v128.store(to, v128.shuffle<i64>(redGreenLeft, redGreenRight, 0, 2));
      v128.store(to + lineStride, v128.shuffle<i64>(redGreenLeft, redGreenRight, 1, 3));
      v128.store(to + 2 * lineStride, v128.shuffle<i64>(blueLeft, blueRight, 0, 2));
      from += 64;
    }
    source += sourceStride;
    lines += 3 * lineStride;
  }
}

/** RGB rows to lines R, G, B of each row. */
export function planesFromRgb(
  source: usize,
  sourceStride: usize,
  rows: i32,
  lines: usize,
  lineStride: usize,
  width: i32,
): void {
  for (let row = 0; row < rows; row++) {
    let from = source;
    for (let x: usize = 0; x < <usize>width; x += 16) {
      const a = v128.load(from);
      const b = v128.load(from, 16);
      const c = v128.load(from, 32);
      const to = lines + x;
      // -1 leaves a zero for another vector's sample.
      const red = v128.or(
        i8x16.swizzle(a, i8x16(0, 3, 6, 9, 12, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)),
        v128.or(
          i8x16.swizzle(b, i8x16(-1, -1, -1, -1, -1, -1, 2, 5, 8, 11, 14, -1, -1, -1, -1, -1)),
          i8x16.swizzle(c, i8x16(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1, 4, 7, 10, 13)),
        ),
      );
      const green = v128.or(
        i8x16.swizzle(a, i8x16(1, 4, 7, 10, 13, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)),
        v128.or(
          i8x16.swizzle(b, i8x16(-1, -1, -1, -1, -1, 0, 3, 6, 9, 12, 15, -1, -1, -1, -1, -1)),
          i8x16.swizzle(c, i8x16(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 2, 5, 8, 11, 14)),
        ),
      );
      const blue = v128.or(
        i8x16.swizzle(a, i8x16(2, 5, 8, 11, 14, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)),
        v128.or(
          i8x16.swizzle(b, i8x16(-1, -1, -1, -1, -1, 1, 4, 7, 10, 13, -1, -1, -1, -1, -1, -1)),
          i8x16.swizzle(c, i8x16(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 3, 6, 9, 12, 15)),
        ),
      );
      v128.store(to, red);
      v128.store(to + lineStride, green);
      v128.store(to + 2 * lineStride, blue);
      from += 48;
    }
    source += sourceStride;
    lines += 3 * lineStride;
  }
}

/** Bytes as (byte - 128) * 256, of the lower 8 of a vector. */
// @ts-ignore: decorator
@inline
function centredLow(bytes: v128): v128 {
  const centred = v128.xor(bytes, i8x16.splat(-128));
  // prettier-ignore
  return v128.shuffle<i8>(
    i8x16.splat(0), centred, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23,
  );
}

/** 16 samples of one colour, from 64ths of a grey level of the even and the odd ones. */
// @ts-ignore: decorator
@inline
function storeColour(to: usize, even: v128, odd: v128, term: v128): void {
  const bytes = i8x16.narrow_i16x8_u(
    i16x8.shr_s(i16x8.add_sat_s(even, term), 6),
    i16x8.shr_s(i16x8.add_sat_s(odd, term), 6),
  );
  v128.store(
    to,
    i8x16.swizzle(bytes, i8x16(0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15)),
  );
}

/** 16 luma samples and their 8 chroma terms to three colours. */
// @ts-ignore: decorator
@inline
function storeColours(
  luma: usize,
  scale: v128,
  red: v128,
  green: v128,
  blue: v128,
  to: usize,
  lineStride: usize,
): void {
  const centred = v128.xor(v128.load(luma), i8x16.splat(-128));
  const even = i16x8.q15mulr_sat_s(i16x8.shl(centred, 8), scale);
  const odd = i16x8.q15mulr_sat_s(v128.and(centred, i16x8.splat(-256)), scale);
  storeColour(to, even, odd, red);
  storeColour(to + lineStride, even, odd, green);
  storeColour(to + 2 * lineStride, even, odd, blue);
}

/**
 * 4:2:0 rows to lines R, G, B of each row, by the integer arithmetic of src/preprocess/yuv-to-rgb.ts.
 * `chroma` holds rows of interleaved U and V when `second` is 0, else rows of U, with those of V at `second`.
 * Luma row i uses chroma row (i + phase) >> 1. `factors` points at the six 16-bit constants.
 */
export function planesFromYuv(
  luma: usize,
  lumaStride: usize,
  chroma: usize,
  chromaStride: usize,
  second: usize,
  secondStride: usize,
  rows: i32,
  phase: i32,
  lines: usize,
  lineStride: usize,
  width: i32,
  factors: usize,
): void {
  const scale = v128.load16_splat(factors);
  const base = v128.load16_splat(factors, 2);
  const redFromV = v128.load16_splat(factors, 4);
  const greenFromU = v128.load16_splat(factors, 6);
  const greenFromV = v128.load16_splat(factors, 8);
  const blueFromU = v128.load16_splat(factors, 10);
  for (let row = 0; row < rows; row++) {
    const chromaRow = chroma + <usize>((row + phase) >> 1) * chromaStride;
    const secondRow = second + <usize>((row + phase) >> 1) * secondStride;
    const lumaRow = luma + <usize>row * lumaStride;
    const line = lines + <usize>row * 3 * lineStride;
    // Two luma rows share the chroma terms.
    const hasPartner = ((row + phase) & 1) == 0 && row + 1 < rows;
    for (let x: usize = 0; x < <usize>width; x += 16) {
      let u: v128;
      let v: v128;
      if (second == 0) {
        const both = v128.xor(v128.load(chromaRow + x), i8x16.splat(-128));
        u = i16x8.shl(both, 8);
        v = v128.and(both, i16x8.splat(-256));
      } else {
        u = centredLow(v128.load64_zero(chromaRow + (x >> 1)));
        v = centredLow(v128.load64_zero(secondRow + (x >> 1)));
      }
      const red = i16x8.add(i16x8.q15mulr_sat_s(v, redFromV), base);
      const blue = i16x8.add(i16x8.q15mulr_sat_s(u, blueFromU), base);
      const green = i16x8.add(
        i16x8.add(i16x8.q15mulr_sat_s(u, greenFromU), i16x8.q15mulr_sat_s(v, greenFromV)),
        base,
      );
      storeColours(lumaRow + x, scale, red, green, blue, line + x, lineStride);
      if (hasPartner) {
        const partner = line + 3 * lineStride + x;
        storeColours(lumaRow + lumaStride + x, scale, red, green, blue, partner, lineStride);
      }
    }
    if (hasPartner) row++;
  }
}

// @ts-ignore: decorator
@inline
function grayOf4(red: v128, green: v128, blue: v128, left: bool): v128 {
  const redGreen = left
    ? v128.shuffle<i16>(red, green, 0, 8, 1, 9, 2, 10, 3, 11)
    : v128.shuffle<i16>(red, green, 4, 12, 5, 13, 6, 14, 7, 15);
  const greenBlue = left
    ? v128.shuffle<i16>(green, blue, 0, 8, 1, 9, 2, 10, 3, 11)
    : v128.shuffle<i16>(green, blue, 4, 12, 5, 13, 6, 14, 7, 15);
  // Green's factor 38470 does not fit 16 bits with a sign, so each of the two pairs takes half of it.
  const sum = i32x4.add(
    i32x4.dot_i16x8_s(redGreen, i16x8(19595, 19235, 19595, 19235, 19595, 19235, 19595, 19235)),
    i32x4.dot_i16x8_s(greenBlue, i16x8(19235, 7471, 19235, 7471, 19235, 7471, 19235, 7471)),
  );
  return i32x4.shr_u(i32x4.add(sum, i32x4.splat(0x8000)), 16);
}

/** Lines R, G, B of each row to one line of ITU-R 601-2 luma, as Pillow's convert('L'). */
export function grayFromPlanes(
  planes: usize,
  rows: i32,
  lines: usize,
  lineStride: usize,
  width: i32,
): void {
  for (let row = 0; row < rows; row++) {
    for (let x: usize = 0; x < <usize>width; x += 8) {
      const red = v128.load8x8_u(planes + x);
      const green = v128.load8x8_u(planes + lineStride + x);
      const blue = v128.load8x8_u(planes + 2 * lineStride + x);
      const gray = i16x8.narrow_i32x4_u(
        grayOf4(red, green, blue, true),
        grayOf4(red, green, blue, false),
      );
      v128.store_lane<i64>(lines + x, i8x16.narrow_i16x8_u(gray, gray), 0);
    }
    planes += 3 * lineStride;
    lines += lineStride;
  }
}

// @ts-ignore: decorator
@inline
function rounded(high: v128, low: v128): v128 {
  return i32x4.shr_s(i32x4.add(i32x4.shl(high, 8), low), 22);
}

/**
 * Horizontal pass for outputs that lie close together: 4 outputs at a time of 3 lines at a time (the
 * caller rounds the number of lines up). Each step takes two samples for each of the 4 outputs out of one 16-byte load.
 * Step record, 64 bytes: i32 offset of the load, padding, 16 byte positions in it (two samples as 16-bit
 * numbers for each output), 8 high halves, 8 low halves. `steps` records make 4 outputs.
 */
export function resampleNearby(
  lines: usize,
  lineStride: usize,
  lineCount: i32,
  output: usize,
  outputStride: usize,
  groups: i32,
  steps: i32,
  records: usize,
): void {
  const zero = i32x4.splat(0);
  const half = i32x4.splat(HALF);
  for (let line = 0; line < lineCount; line += 3) {
    const secondLine = lines + lineStride;
    const thirdLine = secondLine + lineStride;
    let record = records;
    let to = output;
    for (let group = 0; group < groups; group++) {
      let high0 = zero;
      let high1 = zero;
      let high2 = zero;
      let low0 = half;
      let low1 = half;
      let low2 = half;
      const end = record + <usize>steps * 64;
      for (; record < end; record += 64) {
        const at = <usize>load<i32>(record);
        const positions = v128.load(record, 16);
        const high = v128.load(record, 32);
        const low = v128.load(record, 48);
        let samples = i8x16.swizzle(v128.load(lines + at), positions);
        high0 = i32x4.add(high0, i32x4.dot_i16x8_s(samples, high));
        low0 = i32x4.add(low0, i32x4.dot_i16x8_s(samples, low));
        samples = i8x16.swizzle(v128.load(secondLine + at), positions);
        high1 = i32x4.add(high1, i32x4.dot_i16x8_s(samples, high));
        low1 = i32x4.add(low1, i32x4.dot_i16x8_s(samples, low));
        samples = i8x16.swizzle(v128.load(thirdLine + at), positions);
        high2 = i32x4.add(high2, i32x4.dot_i16x8_s(samples, high));
        low2 = i32x4.add(low2, i32x4.dot_i16x8_s(samples, low));
      }
      const third = rounded(high2, low2);
      const bytes = i8x16.narrow_i16x8_u(
        i16x8.narrow_i32x4_s(rounded(high0, low0), rounded(high1, low1)),
        i16x8.narrow_i32x4_s(third, third),
      );
      v128.store_lane<i32>(to, bytes, 0);
      v128.store_lane<i32>(to + outputStride, bytes, 1);
      v128.store_lane<i32>(to + 2 * outputStride, bytes, 2);
      to += 4;
    }
    lines += 3 * lineStride;
    output += 3 * outputStride;
  }
}

/** Four partial sums of one output, 8 samples a step. */
// @ts-ignore: decorator
@inline
function longSums(line: usize, record: usize, steps: i32): v128 {
  let from = line + <usize>load<i32>(record);
  let samples = v128.load8x8_u(from);
  let high = i32x4.dot_i16x8_s(samples, v128.load(record, 16));
  let low = i32x4.dot_i16x8_s(samples, v128.load(record, 32));
  for (let step = 1; step < steps; step++) {
    record += 32;
    from += 8;
    samples = v128.load8x8_u(from);
    high = i32x4.add(high, i32x4.dot_i16x8_s(samples, v128.load(record, 16)));
    low = i32x4.add(low, i32x4.dot_i16x8_s(samples, v128.load(record, 32)));
  }
  return i32x4.add(i32x4.shl(high, 8), low);
}

/**
 * Horizontal pass for outputs with long windows. Record of one output: i32 position of its first sample,
 * padding to 16 bytes, then for each step of 8 samples 8 high and 8 low halves (32 bytes).
 */
export function resampleDistant(
  lines: usize,
  lineStride: usize,
  lineCount: i32,
  output: usize,
  outputStride: usize,
  groups: i32,
  steps: i32,
  records: usize,
): void {
  const half = i32x4.splat(HALF);
  const recordBytes = 16 + <usize>steps * 32;
  for (let line = 0; line < lineCount; line++) {
    let record = records;
    let to = output;
    for (let group = 0; group < groups; group++) {
      const a = longSums(lines, record, steps);
      const b = longSums(lines, record + recordBytes, steps);
      const c = longSums(lines, record + 2 * recordBytes, steps);
      const d = longSums(lines, record + 3 * recordBytes, steps);
      record += 4 * recordBytes;
      const ab = i32x4.add(
        v128.shuffle<i32>(a, b, 0, 4, 1, 5),
        v128.shuffle<i32>(a, b, 2, 6, 3, 7),
      );
      const cd = i32x4.add(
        v128.shuffle<i32>(c, d, 0, 4, 1, 5),
        v128.shuffle<i32>(c, d, 2, 6, 3, 7),
      );
      const sums = i32x4.add(v128.shuffle<i64>(ab, cd, 0, 2), v128.shuffle<i64>(ab, cd, 1, 3));
      const words = i32x4.shr_s(i32x4.add(sums, half), 22);
      const halves = i16x8.narrow_i32x4_s(words, words);
      v128.store_lane<i32>(to, i8x16.narrow_i16x8_u(halves, halves), 0);
      to += 4;
    }
    lines += lineStride;
    output += outputStride;
  }
}

/**
 * Vertical pass, 16 columns at a time. Record of one output row: i32 number of its first input row from
 * `firstRow`'s numbering, i32 number of steps, then `maxSteps` pairs of (two high halves, two low halves),
 * 8 bytes a step of two rows.
 */
export function resampleRows(
  input: usize,
  firstRow: i32,
  rowBytes: usize,
  output: usize,
  outputRows: i32,
  maxSteps: i32,
  records: usize,
): void {
  const zero = i32x4.splat(0);
  const half = i32x4.splat(HALF);
  for (let row = 0; row < outputRows; row++) {
    const window = input + <usize>(load<i32>(records) - firstRow) * rowBytes;
    const first = records + 8;
    const end = first + (<usize>load<i32>(records, 4) << 3);
    for (let x: usize = 0; x < rowBytes; x += 16) {
      let high0 = zero;
      let high1 = zero;
      let high2 = zero;
      let high3 = zero;
      let low0 = half;
      let low1 = half;
      let low2 = half;
      let low3 = half;
      let from = window + x;
      for (let step = first; step < end; step += 8) {
        const high = v128.load32_splat(step);
        const low = v128.load32_splat(step, 4);
        const upper = v128.load(from);
        const lower = v128.load(from + rowBytes);
        // prettier-ignore
        const left = v128.shuffle<i8>(
          upper, lower, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23,
        );
        // prettier-ignore
        const right = v128.shuffle<i8>(
          upper, lower, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31,
        );
        let pairs = i16x8.extend_low_i8x16_u(left);
        high0 = i32x4.add(high0, i32x4.dot_i16x8_s(pairs, high));
        low0 = i32x4.add(low0, i32x4.dot_i16x8_s(pairs, low));
        pairs = i16x8.extend_high_i8x16_u(left);
        high1 = i32x4.add(high1, i32x4.dot_i16x8_s(pairs, high));
        low1 = i32x4.add(low1, i32x4.dot_i16x8_s(pairs, low));
        pairs = i16x8.extend_low_i8x16_u(right);
        high2 = i32x4.add(high2, i32x4.dot_i16x8_s(pairs, high));
        low2 = i32x4.add(low2, i32x4.dot_i16x8_s(pairs, low));
        pairs = i16x8.extend_high_i8x16_u(right);
        high3 = i32x4.add(high3, i32x4.dot_i16x8_s(pairs, high));
        low3 = i32x4.add(low3, i32x4.dot_i16x8_s(pairs, low));
        from += 2 * rowBytes;
      }
      v128.store(
        output + x,
        i8x16.narrow_i16x8_u(
          i16x8.narrow_i32x4_s(rounded(high0, low0), rounded(high1, low1)),
          i16x8.narrow_i32x4_s(rounded(high2, low2), rounded(high3, low3)),
        ),
      );
    }
    output += rowBytes;
    records += 8 + <usize>maxSteps * 8;
  }
}

/**
 * Tensor values of levels: `table` holds 256 values of `T`, and value x of a row goes to `output` at x * step.
 */
// @ts-ignore: decorator
@inline
function lookUp<T>(
  levels: usize,
  levelStride: usize,
  rows: i32,
  columns: i32,
  table: usize,
  output: usize,
  step: usize,
): void {
  const size = sizeof<T>();
  const stepBytes = step * size;
  for (let row = 0; row < rows; row++) {
    const end = levels + <usize>columns;
    let level = levels;
    for (; level + 4 <= end; level += 4) {
      const four = load<u32>(level);
      store<T>(output, load<T>(table + <usize>(four & 255) * size));
      store<T>(output + stepBytes, load<T>(table + <usize>((four >> 8) & 255) * size));
      store<T>(output + 2 * stepBytes, load<T>(table + <usize>((four >> 16) & 255) * size));
      store<T>(output + 3 * stepBytes, load<T>(table + <usize>(four >> 24) * size));
      output += 4 * stepBytes;
    }
    for (; level < end; level++) {
      store<T>(output, load<T>(table + <usize>load<u8>(level) * size));
      output += stepBytes;
    }
    levels += levelStride;
  }
}

/** 32-bit values. */
export function lookUp4(
  levels: usize,
  levelStride: usize,
  rows: i32,
  columns: i32,
  table: usize,
  output: usize,
  step: usize,
): void {
  lookUp<u32>(levels, levelStride, rows, columns, table, output, step);
}

/** 16-bit values. */
export function lookUp2(
  levels: usize,
  levelStride: usize,
  rows: i32,
  columns: i32,
  table: usize,
  output: usize,
  step: usize,
): void {
  lookUp<u16>(levels, levelStride, rows, columns, table, output, step);
}

/** 8-bit values. */
export function lookUp1(
  levels: usize,
  levelStride: usize,
  rows: i32,
  columns: i32,
  table: usize,
  output: usize,
  step: usize,
): void {
  lookUp<u8>(levels, levelStride, rows, columns, table, output, step);
}
