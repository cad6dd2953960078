/**
 * Converts 8-bit CMYK (0 no ink, 255 full ink) to RGB as Pillow's `convert('RGB')` does:
 * `(255 - K) - round(C * (255 - K) / 255)` per channel. It is the conversion that training pipelines
 * apply to pictures without a profile; source: Pillow, `Convert.c`, `cmyk2rgb`.
 *
 * @returns `pixels / 4 * 3` bytes.
 */
export const cmykToRgb = (cmyk: Uint8Array): Uint8Array => {
  const rgb = new Uint8Array((cmyk.length / 4) * 3);
  for (let from = 0, to = 0; from < cmyk.length; from += 4, to += 3) {
    const light = 255 - (cmyk[from + 3] ?? 0);
    for (let channel = 0; channel < 3; channel++) {
      const scaled = (cmyk[from + channel] ?? 0) * light + 128;
      rgb[to + channel] = light - (((scaled >> 8) + scaled) >> 8);
    }
  }
  return rgb;
};
