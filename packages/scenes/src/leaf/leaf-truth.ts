import type { SceneBox } from '../scene/scene.js';

/** The leaves that can be drawn, by the ids of our crop-disease pack. */
export const LEAF_LABELS = [
  'apple-healthy',
  'apple-scab',
  'apple-black-rot',
  'apple-cedar-rust',
  'corn-healthy',
  'corn-common-rust',
  'corn-northern-leaf-blight',
  'orange-huanglongbing',
  'bell-pepper-healthy',
  'potato-healthy',
  'potato-early-blight',
  'potato-late-blight',
  'strawberry-leaf-scorch',
  'tomato-healthy',
  'tomato-late-blight',
  'tomato-septoria-leaf-spot',
] as const;
export type LeafLabel = (typeof LEAF_LABELS)[number];

/** What is on a frame of a leaf. */
export interface LeafTruth {
  /** Which drawn leaf this is, from 0. */
  readonly leaf: number;
  readonly label: LeafLabel;
  readonly isHealthy: boolean;
  /** Share of the leaf's area that the disease has changed, 0..1. */
  readonly severity: number;
  /** Around the leaf; may reach beyond the frame. */
  readonly box: SceneBox;
  /** Standard deviation of the defocus in pixels. */
  readonly defocusPixels: number;
}
