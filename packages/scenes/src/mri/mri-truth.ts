import type { SceneBox } from '../scene/scene.js';

export const MRI_LABELS = ['glioma', 'meningioma', 'no-tumor', 'pituitary-tumor'] as const;
export type MriLabel = (typeof MRI_LABELS)[number];

/** What is on a frame of an MRI-like slice stack. */
export interface MriTruth {
  /** Which drawn head this is, from 0. */
  readonly stack: number;
  /** From 0 at the base of the skull to 1 near its top. */
  readonly level: number;
  /** `no-tumor` on slices that do not cut the mass. */
  readonly label: MriLabel;
  /** The bright mass on this slice. */
  readonly mass: SceneBox | undefined;
}
