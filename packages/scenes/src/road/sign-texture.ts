import type { Bitmap, Rgb } from '../raster/bitmap.js';
import { blendPixel, createBitmap } from '../raster/bitmap.js';
import type { Contour } from '../raster/contour.js';
import { fillContours } from '../raster/fill-contours.js';
import type { MipChain } from '../raster/mip-chain.js';
import { createMipChain } from '../raster/mip-chain.js';
import { strokeOutline } from '../raster/stroke-outline.js';
import { createSeededRandom, hashUnit } from '../random/seeded-random.js';
import { valueNoise } from '../random/value-noise.js';
import { drawPictogram } from '../signs/draw-pictogram.js';
import type { SignLabel } from '../signs/sign-label.js';
import { signPictogram } from '../signs/sign-pictogram.js';
import type { SignWear } from './road-truth.js';

const SIDE = 192;
const MARGIN = 6;

/** Side of the texture's square against the side of the plate within. */
export const SQUARE_SCALE = SIDE / (SIDE - 2 * MARGIN);

/** Sunlight bleaches red to a pale orange and lightens everything else a little. */
const fade = ({ data }: Bitmap, strength: number): void => {
  for (let at = 0; at < data.length; at += 4) {
    const alpha = (data[at + 3] ?? 0) / 255;
    const redness = Math.max(0, (data[at] ?? 0) - (data[at + 1] ?? 0)) / 255;
    const to: Rgb = redness > 0.25 ? [222, 140, 110] : [214, 212, 206];
    const share = strength * (redness > 0.25 ? 0.75 : 0.3);
    for (let channel = 0; channel < 3; channel++) {
      const value = data[at + channel] ?? 0;
      data[at + channel] = value + share * ((to[channel] ?? 0) * alpha - value);
    }
  }
};

/** Streaks and patches of dirt and algae. */
const soil = (bitmap: Bitmap, seed: number): void => {
  for (let y = 0, at = 0; y < bitmap.height; y++) {
    for (let x = 0; x < bitmap.width; x++, at += 4) {
      const alpha = (bitmap.data[at + 3] ?? 0) / 255;
      const patch =
        valueNoise(seed, x / 22, y / 40, 64) + 0.3 * valueNoise(seed + 1, x / 5, y / 9, 64);
      const dirt = Math.max(0, Math.min(0.6, (patch - 0.62) * 1.3));
      if (alpha > 0.99 && dirt > 0) blendPixel(bitmap.data, at, [86, 82, 62], dirt);
    }
  }
};

/** Draws the front of a plate as it hangs by the road. */
export const createSignTexture = (label: SignLabel, wear: SignWear, seed: number): MipChain => {
  const bitmap = drawPictogram(signPictogram(label), SIDE, MARGIN);
  if (wear === 'faded') fade(bitmap, 0.5 + 0.5 * hashUnit(seed, 1));
  if (wear === 'dirty') soil(bitmap, seed);
  return createMipChain(bitmap);
};

/** A twig with leaves that hangs into the picture from above and covers a part of the square. */
export const createBranchTexture = (seed: number, foliage: Rgb): MipChain => {
  const random = createSeededRandom(seed);
  const bitmap = createBitmap(SIDE, SIDE);
  const startX = random.between(0.1, 0.9) * SIDE;
  for (let twig = 0; twig < 3; twig++) {
    const endX = startX + random.between(-0.5, 0.5) * SIDE;
    const endY = random.between(0.35, 0.75) * SIDE;
    const stem: Contour = { points: [startX, 0, endX, endY], isClosed: false };
    fillContours(bitmap, strokeOutline([stem], { width: 3, cap: 'round', join: 'round' }), {
      colour: [66, 54, 40],
    });
    for (let leaf = 0; leaf < 9; leaf++) {
      const along = random.between(0.1, 1.05);
      const x = startX + (endX - startX) * along;
      const y = endY * along;
      const angle = random.between(0, 2 * Math.PI);
      const length = random.between(14, 30);
      const [dx, dy] = [Math.cos(angle) * length, Math.sin(angle) * length];
      const tone = random.between(0.7, 1.25);
      const points = [x, y, x + dx / 2 - dy / 4, y + dy / 2 + dx / 4, x + dx, y + dy];
      points.push(x + dx / 2 + dy / 4, y + dy / 2 - dx / 4);
      fillContours(bitmap, [{ points, isClosed: true }], {
        colour: [foliage[0] * tone, foliage[1] * tone, foliage[2] * tone],
      });
    }
  }
  return createMipChain(bitmap);
};
