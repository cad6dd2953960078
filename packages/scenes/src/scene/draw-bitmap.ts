import type { Bitmap } from '../raster/bitmap.js';
import type { Canvas } from './sensor.js';

/** Lays a bitmap on the frame with its upper left corner at (left, top), whole pixels. */
export const drawBitmap = (
  { width, height, rgb }: Canvas,
  bitmap: Bitmap,
  left: number,
  top: number,
): void => {
  const firstX = Math.max(0, -left);
  const lastX = Math.min(bitmap.width, width - left);
  const lastY = Math.min(bitmap.height, height - top);
  for (let y = Math.max(0, -top); y < lastY; y++) {
    for (let x = firstX; x < lastX; x++) {
      const from = 4 * (y * bitmap.width + x);
      const alpha = bitmap.data[from + 3] ?? 0;
      if (alpha === 0) continue;
      const at = 3 * ((top + y) * width + left + x);
      const keep = 1 - alpha / 255;
      rgb[at] = (rgb[at] ?? 0) * keep + (bitmap.data[from] ?? 0);
      rgb[at + 1] = (rgb[at + 1] ?? 0) * keep + (bitmap.data[from + 1] ?? 0);
      rgb[at + 2] = (rgb[at + 2] ?? 0) * keep + (bitmap.data[from + 2] ?? 0);
    }
  }
};
