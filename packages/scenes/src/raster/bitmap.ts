/** Red, green and blue, 0..255 each. */
export type Rgb = readonly [number, number, number];

/** A small picture of premultiplied RGBA with 8 bits a channel. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** A transparent bitmap. */
export const createBitmap = (width: number, height: number): Bitmap => ({
  width,
  height,
  data: new Uint8ClampedArray(4 * width * height),
});

/** Lays a colour with `alpha` (0..1) over the pixel at byte `offset`. */
export const blendPixel = (
  data: Uint8ClampedArray,
  offset: number,
  [red, green, blue]: Rgb,
  alpha: number,
): void => {
  const keep = 1 - alpha;
  data[offset] = red * alpha + (data[offset] ?? 0) * keep;
  data[offset + 1] = green * alpha + (data[offset + 1] ?? 0) * keep;
  data[offset + 2] = blue * alpha + (data[offset + 2] ?? 0) * keep;
  data[offset + 3] = 255 * alpha + (data[offset + 3] ?? 0) * keep;
};
