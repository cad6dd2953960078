import type { Bitmap, Rgb } from '../raster/bitmap.js';
import { blendPixel, createBitmap } from '../raster/bitmap.js';
import { createSeededRandom, hash32 } from '../random/seeded-random.js';
import { valueNoise } from '../random/value-noise.js';
import type { CellLook, NucleusLobe } from './cell-look.js';

const clamp01 = (value: number): number => Math.max(0, Math.min(1, value));

/** 0 outside to 1 inside of an edge that is `softness` wide. */
const inside = (depth: number, softness: number): number => clamp01(depth / softness + 0.5);

const mix = (a: Rgb, b: Rgb, share: number): Rgb => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];

/** Depth within the nucleus in cell radii: lobes melt into each other where they come close. */
const nucleusDepth = (lobes: readonly NucleusLobe[], x: number, y: number): number => {
  let field = 0;
  for (const lobe of lobes) {
    const distance = Math.hypot(x - lobe.x, y - lobe.y);
    field += Math.exp(14 * (lobe.radius - distance));
  }
  return Math.log(field) / 14;
};

/** How much of a grain shows, by the share of nucleus at its place. */
const GRAIN_SHARE: Readonly<Record<CellLook['granules']['on'], (nuclear: number) => number>> = {
  cytoplasm: (nuclear) => 0.7 * (1 - nuclear),
  nucleus: (nuclear) => 0.8 * nuclear,
  all: () => 0.8,
};

/** Draws a stained cell; `unit` is a hundredth of the frame's height in pixels. */
export const drawStainedCell = (look: CellLook, unit: number, seed: number): Bitmap => {
  const random = createSeededRandom(seed);
  const radius = look.radius * unit * random.between(0.92, 1.08);
  const size = 2 * Math.ceil(radius * 1.25);
  const bitmap = createBitmap(size, size);
  const turn = random.between(0, 2 * Math.PI);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const squeeze = random.between(0.94, 1.06);
  for (let py = 0, at = 0; py < size; py++) {
    for (let px = 0; px < size; px++, at += 4) {
      const [rx, ry] = [(px + 0.5 - size / 2) / radius, (py + 0.5 - size / 2) / radius];
      const x = (cos * rx + sin * ry) * squeeze;
      const y = (-sin * rx + cos * ry) / squeeze;
      const waver = valueNoise(seed, 2.2 * x + 40, 2.2 * y + 40, 256) - 0.5;
      const depth = 1 - Math.hypot(x, y) + 2.4 * look.irregularity * waver;
      const alpha = inside(depth, 0.07);
      if (alpha === 0) continue;
      const cloud = valueNoise(seed + 2, 5 * x + 60, 5 * y + 60, 256);
      let colour = mix(look.cytoplasm, [255, 236, 226], 0.22 * cloud);
      // The edge of the cell takes more stain than its middle.
      colour = mix(colour, mix(look.cytoplasm, [90, 50, 100], 0.3), clamp01(1 - depth * 9) * 0.6);
      if (look.vacuoles) {
        const hole = valueNoise(seed + 3, 6.5 * x + 80, 6.5 * y + 80, 256);
        colour = mix(colour, [236, 222, 224], clamp01((hole - 0.74) * 9) * 0.8);
      }
      const edge = 0.1 * (valueNoise(seed + 4, 4 * x + 90, 4 * y + 90, 256) - 0.5);
      const nuclear = inside(nucleusDepth(look.lobes, x, y) + edge, 0.05);
      const clumps = valueNoise(seed + 5, 9 * x + 99, 9 * y + 99, 256);
      colour = mix(colour, mix(look.nucleus, [132, 84, 156], 0.55 * clumps * clumps), nuclear);
      const { granules } = look;
      const scale = (1.9 * radius) / unit / granules.size;
      const grain = valueNoise(seed + 6, (scale * x) / 2 + 120, (scale * y) / 2 + 120, 256);
      const granular = clamp01((grain - 1 + 0.85 * granules.density) * 7);
      colour = mix(colour, granules.colour, granular * GRAIN_SHARE[granules.on](nuclear));
      blendPixel(bitmap.data, at, colour, alpha);
    }
  }
  return bitmap;
};

/** Draws a red cell: a disc with a dark rim and a pale middle. */
export const drawRedCell = (unit: number, seed: number): Bitmap => {
  const random = createSeededRandom(hash32(seed, 0xc3));
  const radius = 10.6 * unit * random.between(0.85, 1.12);
  const size = 2 * Math.ceil(radius * 1.15);
  const bitmap = createBitmap(size, size);
  const squeeze = random.between(0.9, 1.1);
  const pallor = random.between(0.15, 0.95);
  const paleX = random.between(-0.12, 0.12);
  for (let py = 0, at = 0; py < size; py++) {
    for (let px = 0; px < size; px++, at += 4) {
      const x = ((px + 0.5 - size / 2) / radius) * squeeze;
      const y = (py + 0.5 - size / 2) / radius / squeeze;
      const waver = valueNoise(seed, 1.6 * x + 30, 1.6 * y + 30, 256) - 0.5;
      const distance = Math.hypot(x, y) + 0.12 * waver;
      const alpha = inside(1 - distance, 0.06);
      if (alpha === 0) continue;
      const pale = clamp01((0.58 - Math.hypot(x - paleX, y)) * 2.6) * pallor;
      const rim = clamp01((distance - 0.84) * 6) * 0.3;
      const colour = mix(mix([208, 172, 160], [244, 218, 200], pale), [176, 134, 132], rim);
      blendPixel(bitmap.data, at, colour, 0.94 * alpha);
    }
  }
  return bitmap;
};
