import type { Canvas } from '../scene/sensor.js';

/** A frame of the road with, for each pixel, which sign is on top there. */
export interface RoadCanvas extends Canvas {
  /** Number of the sign, from 1 in the order of drawing; 0 where no sign is or something hides it. */
  readonly owners: Uint8Array;
}

/** Alpha from which something counts as hiding what is behind it. */
export const SOLID = 128;
