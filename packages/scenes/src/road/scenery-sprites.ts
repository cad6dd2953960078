import type { Rgb } from '../raster/bitmap.js';
import { blendPixel, createBitmap } from '../raster/bitmap.js';
import type { Contour } from '../raster/contour.js';
import { fillContours } from '../raster/fill-contours.js';
import type { MipChain } from '../raster/mip-chain.js';
import { createMipChain } from '../raster/mip-chain.js';
import { createSeededRandom } from '../random/seeded-random.js';

/** A picture that always faces the camera; its lower edge stands on the ground. */
export interface Billboard {
  readonly picture: MipChain;
  /** Height of the picture against the planned height. */
  readonly scale: number;
}

const polygon = (...points: number[]): Contour => ({ points, isClosed: true });

const tinted = ([red, green, blue]: Rgb, factor: number): Rgb => [
  red * factor,
  green * factor,
  blue * factor,
];

/** A crown of many leaves: small blots, lighter towards the upper left. */
const drawTree = (seed: number, foliage: Rgb, isBush: boolean): MipChain => {
  const random = createSeededRandom(seed);
  const size = 192;
  const bitmap = createBitmap(size, size);
  const bark: Rgb = [70, 58, 46];
  if (!isBush) {
    fillContours(bitmap, [polygon(90, 192, 93, 90, 100, 90, 104, 192)], { colour: bark });
  }
  const crownY = isBush ? 130 : 76;
  for (let leaf = 0; leaf < 900; leaf++) {
    const angle = random.between(0, 2 * Math.PI);
    const reach = Math.sqrt(random.unit()) * (0.75 + 0.25 * Math.sin(3 * angle + seed));
    const x = 96 + Math.cos(angle) * reach * (isBush ? 88 : 78);
    const y = crownY + Math.sin(angle) * reach * (isBush ? 58 : 72);
    const light = 0.62 + 0.5 * random.unit() - 0.28 * Math.sin(angle) * reach;
    const s = random.between(3, 7);
    fillContours(
      bitmap,
      [polygon(x - s, y, x, y - s * 0.7, x + s, y + random.between(-2, 2), x, y + s * 0.7)],
      { colour: tinted(foliage, light), alpha: 0.9 },
    );
  }
  return createMipChain(bitmap);
};

const drawHouse = (seed: number): MipChain => {
  const random = createSeededRandom(seed);
  const bitmap = createBitmap(256, 192);
  const wall: Rgb = [random.between(170, 225), random.between(160, 210), random.between(140, 190)];
  fillContours(bitmap, [polygon(10, 192, 10, 82, 246, 82, 246, 192)], { colour: wall });
  fillContours(bitmap, [polygon(0, 86, 44, 18, 212, 18, 256, 86)], {
    colour: [random.between(110, 150), random.between(60, 78), random.between(48, 60)],
  });
  for (let row = 0; row < 2; row++) {
    for (let column = 0; column < 4; column++) {
      const x = 28 + column * 56;
      const y = 98 + row * 48;
      fillContours(bitmap, [polygon(x, y, x + 26, y, x + 26, y + 30, x, y + 30)], {
        colour: [58, 66, 78],
      });
    }
  }
  for (let at = 0; at < bitmap.data.length; at += 4) {
    if ((bitmap.data[at + 3] ?? 0) > 200) {
      blendPixel(bitmap.data, at, [40, 36, 30], 0.12 * random.unit());
    }
  }
  return createMipChain(bitmap);
};

/** The kinds of scenery of one road. */
export const createScenerySprites = (seed: number, foliage: Rgb): readonly Billboard[] => [
  { picture: drawTree(seed + 1, foliage, false), scale: 1 },
  { picture: drawTree(seed + 2, tinted(foliage, 0.82), false), scale: 1 },
  { picture: drawTree(seed + 3, tinted(foliage, 1.15), false), scale: 0.9 },
  { picture: drawTree(seed + 4, foliage, true), scale: 0.45 },
  { picture: drawTree(seed + 5, tinted(foliage, 1.2), true), scale: 0.4 },
  { picture: drawHouse(seed + 6), scale: 0.95 },
];
