import { valueNoise } from '../random/value-noise.js';
import type { Head } from './head.js';

/** A grey picture of one slice and the mass on it, in pixels of that picture. */
export interface Slice {
  readonly size: number;
  readonly grey: Uint8ClampedArray;
  readonly mass: { readonly x: number; readonly y: number; readonly radius: number } | undefined;
}

const clamp01 = (value: number): number => Math.max(0, Math.min(1, value));
const mix = (a: number, b: number, share: number): number => a + (b - a) * share;

/** Share of a disc's inside at a distance from its centre, with a soft edge. */
const blob = (distance: number, radius: number, edge: number): number =>
  clamp01((radius - distance) / edge + 0.5);

/** Radius of the mass where a slice at `level` cuts it; 0 where it does not. */
const cutRadius = ({ mass }: Head, level: number): number => {
  // The stack is about as high as the head is broad: 1.5 half lengths.
  const offset = (level - mass.level) * 1.5;
  return Math.sqrt(Math.max(0, mass.radius ** 2 - offset ** 2));
};

/** Eyes, the dark bones of the base and the brain stem between them. */
const baseOfSkull = (grey: number, x: number, y: number, head: Head, share: number): number => {
  const eye = blob(Math.hypot(Math.abs(x) - 0.34, y + 0.74), 0.155, 0.02);
  const orbit = blob(Math.hypot(Math.abs(x) - 0.33, y + 0.68), 0.26, 0.05);
  const bone =
    blob(
      Math.hypot((Math.abs(x) - 0.42) * 0.55, y - 0.02 - 0.5 * (Math.abs(x) - 0.3)),
      0.11,
      0.05,
    ) * 0.8;
  const nose = blob(Math.hypot(x * 1.4, y + 0.62), 0.14, 0.05);
  let value = mix(grey, head.scalp * 0.75, orbit * share);
  value = mix(value, 34, eye * share);
  value = mix(value, 20, Math.max(bone, nose) * share);
  return value;
};

const drawMass = (grey: number, head: Head, x: number, y: number, radius: number): number => {
  const dx = x - head.mass.x;
  const dy = y - head.mass.y;
  const waver = valueNoise(head.seed + 8, 7 * x + 40, 7 * y + 40, 256) - 0.5;
  const distance = Math.hypot(dx, dy);
  if (head.label !== 'glioma') {
    const rough = valueNoise(head.seed + 9, 16 * x + 40, 16 * y + 40, 256);
    return mix(grey, 152 + 34 * rough, blob(distance + 0.05 * waver, radius, 0.03));
  }
  // A ragged bright ring round a dark middle, in a darker swollen surrounding.
  const ragged = distance + 0.22 * waver * radius * 2;
  const swollen = mix(grey, 0.6 * head.matter, 0.8 * blob(ragged, radius * 1.5, 0.12));
  const ring = mix(swollen, 150 + 50 * waver, blob(ragged, radius, 0.04));
  return mix(ring, 34, blob(ragged, radius * 0.68, 0.06));
};

/** Grey level of the head at (x, y). */
const greyAt = (head: Head, level: number, scale: number, x: number, y: number): number => {
  const waver = 0.03 * (valueNoise(head.seed, 2 * x + 20, 2 * y + 20, 256) - 0.5);
  const reach = Math.hypot(x / head.breadth, y) / scale + waver;
  if (reach > 1.02) return 0;
  const scalp = blob(Math.abs(reach - 0.965), head.scalpReach, 0.014);
  const skull = blob(Math.abs(reach - 0.905), 0.03, 0.012);
  const brain = blob(reach, 0.87, 0.02);
  const fluid = head.isFluidBright ? 225 : 26;

  const folds = valueNoise(head.seed + 1, 9 * x + 64, 9 * y + 64, 256);
  const finer = valueNoise(head.seed + 3, 15 * x + 64, 15 * y + 64, 256);
  const furrow = Math.max(1 - Math.abs(folds - 0.5) * 13, 0.8 - Math.abs(finer - 0.5) * 11);
  const sulcus = clamp01(furrow) * clamp01((reach - 0.42) * 3.4);
  const white = clamp01((0.62 - reach + 0.5 * (folds - 0.5)) * 5);
  let matter = mix(head.matter, head.matter * (head.isFluidBright ? 0.72 : 1.18), white);
  matter *= 1 + head.grain * (valueNoise(head.seed + 2, 26 * x + 99, 26 * y + 99, 512) - 0.5);
  // Vessels in the furrows take up the contrast agent.
  const vessel = clamp01((valueNoise(head.seed + 4, 19 * x + 99, 19 * y + 99, 512) - 0.86) * 12);
  matter = mix(matter, 150, head.grain * vessel);
  matter = mix(matter, fluid, head.furrows * sulcus);
  const midline = blob(Math.abs(x), 0.012, 0.02) * clamp01(Math.abs(y) * 4 - 0.9);
  matter = mix(matter, fluid, 0.7 * midline);
  const openness = head.ventricles * clamp01(1 - Math.abs(level - 0.52) * 4.5);
  const horn = Math.hypot(
    (Math.abs(x) - 0.075 - 0.1 * Math.abs(y + 0.02)) * 2.6,
    (y + 0.02) * 0.75,
  );
  matter = mix(matter, fluid, blob(horn, 0.2 * openness, 0.04));
  matter = baseOfSkull(matter, x, y, head, clamp01((0.26 - level) * 9));

  let grey = brain * matter;
  grey = mix(grey, 12, skull);
  grey = mix(grey, head.scalp * (0.6 + 0.8 * finer), scalp);
  const radius = cutRadius(head, level);
  return radius > 0 && brain > 0.2 ? drawMass(grey, head, x, y, radius) : grey;
};

/** Draws one slice of a head on black, `size` pixels on each side. */
export const drawSlice = (head: Head, level: number, size: number): Slice => {
  const grey = new Uint8ClampedArray(size * size);
  const half = size / 2;
  // The head narrows towards its top.
  const scale = Math.sqrt(Math.max(0.1, 1 - Math.max(0, level - 0.35) ** 2 * 1.6));
  const perPixel = 1.12 / half;
  const [cos, sin] = [Math.cos(head.tilt), Math.sin(head.tilt)];
  for (let py = 0, at = 0; py < size; py++) {
    for (let px = 0; px < size; px++, at++) {
      const [u, v] = [(px + 0.5 - half) * perPixel, (py + 0.5 - half) * perPixel];
      grey[at] = greyAt(head, level, scale, cos * u + sin * v, cos * v - sin * u);
    }
  }
  const radius = cutRadius(head, level);
  const { x, y } = head.mass;
  const isSeen = radius > 0.45 * head.mass.radius && radius > 0;
  return {
    size,
    grey,
    mass: isSeen
      ? {
          x: half + (cos * x - sin * y) / perPixel,
          y: half + (sin * x + cos * y) / perPixel,
          radius: radius / perPixel,
        }
      : undefined,
  };
};
