import { createRandom, type Random } from '../random/random.js';
import type { Range } from './augmentation-config.js';
import { drawEven } from './draw-warp.js';

let normals: Int16Array | undefined;

/** Standard normal numbers in 1/32, drawn once: far cheaper per sample than drawing each anew. */
const normalTable = (): Int16Array => {
  if (normals === undefined) {
    const random = createRandom('noise');
    normals = Int16Array.from({ length: 65536 }, () => Math.round(random.normal() * 32));
  }
  return normals;
};

/** Adds normal noise to every sample in place; `sigma` in grey levels. */
export const addNoise = (pixels: Uint8Array, sigma: number, random: Random): void => {
  const table = normalTable();
  // An odd step visits all of the table before it repeats, in another order each time.
  const step = random.int(32768) * 2 + 1;
  let from = random.int(65536);
  const scale = Math.round(sigma * 8);
  for (let at = 0; at < pixels.length; at += 1) {
    from = (from + step) & 65535;
    const level = (pixels[at] as number) + (((table[from] as number) * scale + 128) >> 8);
    pixels[at] = level < 0 ? 0 : level > 255 ? 255 : level;
  }
};

/** Paints a box of one random colour somewhere into an RGB picture `[height, width, 3]`, in place. */
export const cutOut = (
  pixels: Uint8Array,
  width: number,
  height: number,
  size: Range,
  random: Random,
): void => {
  const columns = Math.round(drawEven(random, size) * width);
  const rows = Math.round(drawEven(random, size) * height);
  const left = random.int(width - columns + 1);
  const top = random.int(height - rows + 1);
  const red = random.int(256);
  const green = random.int(256);
  const blue = random.int(256);
  for (let row = top; row < top + rows; row += 1) {
    const end = (row * width + left + columns) * 3;
    for (let at = (row * width + left) * 3; at < end; at += 3) {
      pixels[at] = red;
      pixels[at + 1] = green;
      pixels[at + 2] = blue;
    }
  }
};
