import { InvalidArgumentError } from '@ocelli/core';
import { hash32, hashUnit } from '../random/seeded-random.js';
import { shuffle } from '../random/shuffle.js';
import { defineScene, sceneSettings } from '../scene/define-scene.js';
import { createRecentCache } from '../scene/recent-cache.js';
import type { Scene, SceneBox, SceneOptions } from '../scene/scene.js';
import type { Canvas } from '../scene/sensor.js';
import { createSensorNoise, createSoftener } from '../scene/sensor.js';
import type { LeafPicture } from './draw-leaf.js';
import { drawLeaf } from './draw-leaf.js';
import { LEAF_LOOKS } from './leaf-look.js';
import type { LeafLabel, LeafTruth } from './leaf-truth.js';
import { LEAF_LABELS } from './leaf-truth.js';

export interface LeafSceneOptions extends SceneOptions {
  /** Leaves in the order in which they lie under the camera, over and over; default: all in a seeded order. */
  readonly leaves?: readonly LeafLabel[];
}

const SECONDS_PER_LEAF = 4;
/** Seconds at the end of a leaf's time in which the hand moves on. */
const MOVE_SECONDS = 0.6;
const PICTURE_SIZE = 512;

/** How the camera is held: the picture's point in the middle of the frame, pixels of it per pixel, and its turn. */
interface Hold {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  readonly turn: number;
}

const holdAt = (seconds: number, leaf: number, seed: number, frameSide: number): Hold => {
  const phase = 6 * hashUnit(seed, leaf, 1);
  const t = seconds % SECONDS_PER_LEAF;
  // The hand sweeps away to the next leaf and comes in from the other side.
  const leave = Math.max(0, t - (SECONDS_PER_LEAF - MOVE_SECONDS / 2)) / (MOVE_SECONDS / 2);
  const arrive = Math.max(0, MOVE_SECONDS / 2 - t) / (MOVE_SECONDS / 2);
  const sway = (rate: number, offset: number): number => Math.sin(seconds * rate + phase + offset);
  return {
    x: 0.5 + 0.018 * sway(1.3, 0) + 0.006 * sway(5.1, 1) + 0.8 * (leave ** 2 - arrive ** 2),
    y: 0.5 + 0.016 * sway(1.7, 2) + 0.005 * sway(6.3, 3),
    scale: (PICTURE_SIZE / frameSide) * (0.84 + 0.07 * sway(0.6, 4)),
    turn: (hashUnit(seed, leaf, 2) - 0.5) * 1.2 + 0.05 * sway(0.9, 5),
  };
};

/** Samples the picture as the camera sees it; beyond its edge it is mirrored, which shows plain ground. */
const photograph = (
  { width, height, rgb }: Canvas,
  { size, rgb: source }: LeafPicture,
  hold: Hold,
): void => {
  const [cos, sin] = [Math.cos(hold.turn) * hold.scale, Math.sin(hold.turn) * hold.scale];
  const period = 2 * (size - 1);
  const fold = (value: number): number => {
    const wrapped = ((value % period) + period) % period;
    return wrapped < size - 1 ? wrapped : period - wrapped - 0.001;
  };
  for (let y = 0, at = 0; y < height; y++) {
    const dy = y + 0.5 - height / 2;
    let u = hold.x * size + (0.5 - width / 2) * cos - dy * sin;
    let v = hold.y * size + (0.5 - width / 2) * sin + dy * cos;
    for (let x = 0; x < width; x++, at += 3, u += cos, v += sin) {
      const fu = u >= 0 && u < size - 1 ? u : fold(u);
      const fv = v >= 0 && v < size - 1 ? v : fold(v);
      const [x0, y0] = [fu | 0, fv | 0];
      const tx = fu - x0;
      const ty = fv - y0;
      const from = 3 * (y0 * size + x0);
      const below = from + 3 * size;
      const w11 = tx * ty;
      const w01 = tx - w11;
      const w10 = ty - w11;
      const w00 = 1 - tx - w10;
      for (let channel = 0; channel < 3; channel++) {
        rgb[at + channel] =
          (source[from + channel] ?? 0) * w00 +
          (source[from + 3 + channel] ?? 0) * w01 +
          (source[below + channel] ?? 0) * w10 +
          (source[below + 3 + channel] ?? 0) * w11;
      }
    }
  }
};

/** The frame's box around the leaf, which lies upright in the middle of the picture. */
const leafBox = (picture: LeafPicture, hold: Hold, width: number, height: number): SceneBox => {
  const { size, halfBreadth, halfLength } = picture;
  const [cos, sin] = [Math.cos(hold.turn) / hold.scale, Math.sin(hold.turn) / hold.scale];
  const [dx, dy] = [(0.5 - hold.x) * size, (0.5 - hold.y) * size];
  const x = width / 2 + cos * dx + sin * dy;
  const y = height / 2 - sin * dx + cos * dy;
  const reachX = Math.hypot(halfBreadth * cos, halfLength * sin);
  const reachY = Math.hypot(halfBreadth * sin, halfLength * cos);
  return {
    x: Math.round(x - reachX),
    y: Math.round(y - reachY),
    width: Math.round(2 * reachX),
    height: Math.round(2 * reachY),
  };
};

/**
 * Leaves on a plain ground under a hand-held camera that sways, comes nearer and moves on: one leaf every four
 * seconds, healthy or with a disease drawn after the photos of PlantVillage.
 *
 * @throws InvalidArgumentError for a leaf, a size or a rate that does not exist.
 */
export const createLeafScene = (options: LeafSceneOptions): Scene<LeafTruth> => {
  const settings = sceneSettings(options);
  const { seed, width, height, fps } = settings;
  const order = options.leaves ?? shuffle(LEAF_LABELS, seed);
  if (order.length === 0 || order.some((label) => !LEAF_LABELS.includes(label))) {
    throw new InvalidArgumentError({
      argument: 'leaves',
      expected: 'labels of LEAF_LABELS, at least one',
      actual: order.join(', ') || 'empty',
    });
  }
  const pictures = createRecentCache<LeafPicture>(2);
  const noise = createSensorNoise(seed);
  const soften = createSoftener(width, height);
  return defineScene<LeafTruth>({
    kind: 'leaf',
    settings,
    render: (index, rgb) => {
      const seconds = index / fps;
      const leaf = Math.floor(seconds / SECONDS_PER_LEAF);
      const label = order[leaf % order.length] ?? 'apple-healthy';
      const picture = pictures(leaf, () =>
        drawLeaf(LEAF_LOOKS[label], hash32(seed, leaf, 0x1eaf) % 65_536, PICTURE_SIZE),
      );
      const hold = holdAt(seconds, leaf, seed, Math.min(width, height));
      const canvas = { width, height, rgb };
      photograph(canvas, picture, hold);
      const sinceArrival = seconds % SECONDS_PER_LEAF;
      const defocusPixels = 0.5 + 1.8 * Math.exp(-4 * sinceArrival);
      soften(canvas, (defocusPixels * height) / 480);
      noise.apply(canvas, index, 3);
      return {
        leaf,
        label,
        isHealthy: label.endsWith('-healthy'),
        severity: label.endsWith('-healthy') ? 0 : picture.severity,
        box: leafBox(picture, hold, width, height),
        defocusPixels,
      };
    },
  });
};
