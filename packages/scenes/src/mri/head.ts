import { createSeededRandom } from '../random/seeded-random.js';
import type { MriLabel } from './mri-truth.js';

/** A drawn head: lengths in halves of the head's greatest length, x to the right, y to the back. */
export interface Head {
  readonly seed: number;
  readonly label: MriLabel;
  /** Half breadth against half length. */
  readonly breadth: number;
  /** How bright grey matter is, 0..255. */
  readonly matter: number;
  /** Whether fluid is bright, as on T2-weighted slices. */
  readonly isFluidBright: boolean;
  readonly scalp: number;
  /** Half thickness of the scalp. */
  readonly scalpReach: number;
  /** How much the furrows of the brain stand out, 0..1: little after a contrast agent. */
  readonly furrows: number;
  /** Grain of the tissue, 0..1. */
  readonly grain: number;
  readonly ventricles: number;
  readonly mass: {
    readonly x: number;
    readonly y: number;
    readonly level: number;
    readonly radius: number;
  };
  readonly tilt: number;
  /** The stack's first and last level: the part of the head that holds the mass. */
  readonly lowest: number;
  readonly highest: number;
}

/** The mass lies where its kind grows: within, at the rim, or in the middle of the base. */
const massPlace = (
  label: MriLabel,
  random: ReturnType<typeof createSeededRandom>,
): Head['mass'] => {
  const side = random.unit() < 0.5 ? -1 : 1;
  switch (label) {
    case 'glioma':
      return {
        x: side * random.between(0.22, 0.42),
        y: random.between(-0.35, 0.4),
        level: random.between(0.45, 0.65),
        radius: random.between(0.2, 0.3),
      };
    case 'meningioma': {
      const angle = random.between(-1, 1);
      return {
        x: side * 0.6 * Math.cos(angle),
        y: 0.72 * Math.sin(angle),
        level: random.between(0.45, 0.7),
        radius: random.between(0.15, 0.23),
      };
    }
    case 'pituitary-tumor':
      return {
        x: random.between(-0.03, 0.03),
        y: random.between(-0.2, -0.12),
        level: random.between(0.1, 0.2),
        radius: random.between(0.11, 0.17),
      };
    case 'no-tumor':
      return { x: 0, y: 0, level: 0.5, radius: 0 };
  }
};

export const createHead = (seed: number, label: MriLabel): Head => {
  const random = createSeededRandom(seed);
  const mass = massPlace(label, random);
  const isHealthy = label === 'no-tumor';
  return {
    seed,
    label,
    breadth: random.between(0.76, 0.84),
    matter: isHealthy ? random.between(90, 150) : random.between(58, 80),
    isFluidBright: isHealthy && random.unit() < 0.6,
    scalp: isHealthy ? random.between(150, 215) : random.between(105, 160),
    scalpReach: isHealthy ? 0.034 : random.between(0.018, 0.026),
    furrows: isHealthy ? 0.75 : 0.3,
    grain: isHealthy ? 0.1 : 0.34,
    ventricles: random.between(0.8, 1.25),
    mass,
    lowest: Math.max(0.08, mass.level - 0.26),
    highest: Math.min(0.92, mass.level + 0.26),
    tilt: random.between(-0.06, 0.06),
  };
};
