import { InvalidArgumentError } from '@ocelli/core';
import { hash32 } from '../random/seeded-random.js';
import { shuffle } from '../random/shuffle.js';
import { defineScene, sceneSettings } from '../scene/define-scene.js';
import { createRecentCache } from '../scene/recent-cache.js';
import type { Canvas } from '../scene/sensor.js';
import { createSensorNoise } from '../scene/sensor.js';
import type { Scene, SceneOptions } from '../scene/scene.js';
import type { Slice } from './draw-slice.js';
import { drawSlice } from './draw-slice.js';
import { createHead } from './head.js';
import type { MriLabel, MriTruth } from './mri-truth.js';
import { MRI_LABELS } from './mri-truth.js';

export interface MriSceneOptions extends SceneOptions {
  /** Heads in the order in which their stacks are shown, over and over; default: all 4 in a seeded order. */
  readonly heads?: readonly MriLabel[];
}

/** Slices of a stack, and how long each is shown. */
const SLICES = 24;
const SLICES_PER_SECOND = 6;
/** Pixels per side of a drawn slice, before it is enlarged. */
const SLICE_SIZE = 240;

/** Enlarges a slice to the height of the frame, in its middle, bilinearly. */
const enlarge = ({ width, height, rgb }: Canvas, { size, grey }: Slice): void => {
  const side = Math.min(width, height);
  const scale = size / side;
  const left = (width - side) / 2;
  const top = (height - side) / 2;
  rgb.fill(0);
  for (let y = 0; y < side; y++) {
    const v = Math.max(0, Math.min(size - 1.001, (y + 0.5) * scale - 0.5));
    const row = Math.floor(v) * size;
    const ty = v - Math.floor(v);
    for (let x = 0; x < side; x++) {
      const u = Math.max(0, Math.min(size - 1.001, (x + 0.5) * scale - 0.5));
      const at = row + Math.floor(u);
      const tx = u - Math.floor(u);
      const upper = (grey[at] ?? 0) * (1 - tx) + (grey[at + 1] ?? 0) * tx;
      const lower = (grey[at + size] ?? 0) * (1 - tx) + (grey[at + size + 1] ?? 0) * tx;
      const pixel = 3 * ((top + y) * width + left + x);
      const value = upper * (1 - ty) + lower * ty;
      rgb[pixel] = value;
      rgb[pixel + 1] = value;
      rgb[pixel + 2] = value;
    }
  }
};

/**
 * Stacks of axial slices that look like MRI of a head, from the base upwards, one head after the other: a drawing for
 * demonstrations, without any medical meaning.
 *
 * @throws InvalidArgumentError for a label, a size or a rate that does not exist.
 */
export const createMriScene = (options: MriSceneOptions): Scene<MriTruth> => {
  const settings = sceneSettings(options);
  const { seed, width, height, fps } = settings;
  const order = options.heads ?? shuffle(MRI_LABELS, seed);
  if (order.length === 0 || order.some((label) => !MRI_LABELS.includes(label))) {
    throw new InvalidArgumentError({
      argument: 'heads',
      expected: 'labels of MRI_LABELS, at least one',
      actual: order.join(', ') || 'empty',
    });
  }
  const slices = createRecentCache<Slice>(4);
  const noise = createSensorNoise(seed);
  const side = Math.min(width, height);
  return defineScene<MriTruth>({
    kind: 'mri',
    settings,
    render: (index, rgb) => {
      const shown = Math.floor((index / fps) * SLICES_PER_SECOND);
      const stack = Math.floor(shown / SLICES);
      const head = createHead(hash32(seed, stack, 0x3d), order[stack % order.length] ?? 'no-tumor');
      const level = head.lowest + ((head.highest - head.lowest) * (shown % SLICES)) / (SLICES - 1);
      const slice = slices(shown, () => drawSlice(head, level, SLICE_SIZE));
      const canvas = { width, height, rgb };
      enlarge(canvas, slice);
      noise.applyGrey(canvas, index, 2);
      const perPixel = side / slice.size;
      const { mass } = slice;
      return {
        stack,
        level,
        label: mass === undefined ? 'no-tumor' : head.label,
        mass: mass && {
          x: Math.round((width - side) / 2 + (mass.x - mass.radius) * perPixel),
          y: Math.round((height - side) / 2 + (mass.y - mass.radius) * perPixel),
          width: Math.round(2 * mass.radius * perPixel),
          height: Math.round(2 * mass.radius * perPixel),
        },
      };
    },
  });
};
