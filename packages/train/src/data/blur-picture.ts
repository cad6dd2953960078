/** One sample of a filter: where, relative to the pixel, and its weight; all weights add up to 65536. */
export interface FilterTap {
  readonly x: number;
  readonly y: number;
  readonly weight: number;
}

/** Weights as 16-bit fractions that add up to one; the middle one takes the rounding. */
const normalised = (taps: readonly FilterTap[]): readonly FilterTap[] => {
  const sum = taps.reduce((total, { weight }) => total + weight, 0);
  const rounded = taps.map((tap) => ({ ...tap, weight: Math.round((tap.weight / sum) * 65536) }));
  const rest = 65536 - rounded.reduce((total, { weight }) => total + weight, 0);
  const middle = rounded.length >> 1;
  return rounded.map((tap, index) =>
    index === middle ? { ...tap, weight: tap.weight + rest } : tap,
  );
};

/** A line of the Gaussian bell, cut off at two standard deviations. */
export const gaussianTaps = (sigma: number, isVertical: boolean): readonly FilterTap[] => {
  const radius = Math.ceil(2 * sigma);
  if (radius === 0) return [{ x: 0, y: 0, weight: 65536 }];
  const positions = Array.from({ length: 2 * radius + 1 }, (_, index) => index - radius);
  return normalised(
    positions.map((at) => ({
      x: isVertical ? 0 : at,
      y: isVertical ? at : 0,
      weight: Math.exp(-(at * at) / (2 * sigma * sigma)),
    })),
  );
};

/** A straight streak through the middle: `length` in pixels, `angle` in radians. */
export const streakTaps = (length: number, angle: number): readonly FilterTap[] => {
  const half = (length - 1) / 2;
  const count = Math.max(1, Math.round(length));
  return normalised(
    Array.from({ length: count }, (_, index) => {
      const at = count === 1 ? 0 : ((2 * index) / (count - 1) - 1) * half;
      return {
        x: Math.round(at * Math.cos(angle)),
        y: Math.round(at * Math.sin(angle)),
        weight: 1,
      };
    }),
  );
};

/** Filters an RGB picture `[height, width, 3]` in place; its edge goes on outwards. */
export const filterPicture = (
  pixels: Uint8Array,
  width: number,
  height: number,
  taps: readonly FilterTap[],
): void => {
  const marginX = Math.max(...taps.map(({ x }) => Math.abs(x)));
  const marginY = Math.max(...taps.map(({ y }) => Math.abs(y)));
  const stride = (width + 2 * marginX) * 3;
  const padded = new Uint8Array(stride * (height + 2 * marginY));
  for (let row = 0; row < height + 2 * marginY; row += 1) {
    const from = Math.min(Math.max(row - marginY, 0), height - 1) * width * 3;
    const to = row * stride;
    padded.set(pixels.subarray(from, from + width * 3), to + marginX * 3);
    for (let column = 0; column < marginX; column += 1) {
      padded.copyWithin(to + column * 3, to + marginX * 3, to + marginX * 3 + 3);
      const end = to + stride - (marginX + 1) * 3;
      padded.copyWithin(end + (column + 1) * 3, end, end + 3);
    }
  }
  const offsets = Int32Array.from(taps, ({ x, y }) => (y + marginY) * stride + (x + marginX) * 3);
  const weights = Int32Array.from(taps, ({ weight }) => weight);
  const count = taps.length;
  for (let row = 0, to = 0; row < height; row += 1) {
    for (let at = row * stride, end = at + width * 3; at < end; at += 1, to += 1) {
      let sum = 32768;
      for (let tap = 0; tap < count; tap += 1) {
        sum += (padded[at + (offsets[tap] as number)] as number) * (weights[tap] as number);
      }
      pixels[to] = sum >> 16;
    }
  }
};
