/**
 * Converts packed RGB to I420: BT.601, limited range, chroma the mean of each 2×2 block, planes without padding.
 * Width and height are even.
 *
 * Source: ITU-R BT.601-7, 8-bit integer form with coefficients in 1/256.
 */
export const rgbToI420 = (
  rgb: Uint8ClampedArray,
  width: number,
  height: number,
  out: Uint8ClampedArray,
): void => {
  let u = width * height;
  let v = u + (width * height) / 4;
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      let [red, green, blue] = [0, 0, 0];
      for (let corner = 0; corner < 4; corner++) {
        const pixel = (y + (corner >> 1)) * width + x + (corner & 1);
        const r = rgb[3 * pixel] ?? 0;
        const g = rgb[3 * pixel + 1] ?? 0;
        const b = rgb[3 * pixel + 2] ?? 0;
        out[pixel] = 16 + ((66 * r + 129 * g + 25 * b + 128) >> 8);
        red += r;
        green += g;
        blue += b;
      }
      out[u++] = 128 + ((-38 * red - 74 * green + 112 * blue + 512) >> 10);
      out[v++] = 128 + ((112 * red - 94 * green - 18 * blue + 512) >> 10);
    }
  }
};
