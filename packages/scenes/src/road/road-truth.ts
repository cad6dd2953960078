import type { SceneBox } from '../scene/scene.js';
import type { SignLabel } from '../signs/sign-label.js';
import type { Weather } from './weather.js';

/** What age has done to a sign. */
export const SIGN_WEARS = ['clean', 'faded', 'dirty'] as const;
export type SignWear = (typeof SIGN_WEARS)[number];

/** What stands in front of a sign on purpose; trees and other signs count into `occludedFraction` too. */
export type SignOccluder = 'branch' | 'pole';

/** A sign on a frame: at least 8 pixels high, more than half of it within the frame. */
export interface VisibleSign {
  /** The same on every frame that shows this sign. */
  readonly id: number;
  readonly label: SignLabel;
  /** The plate's pixels within the frame, hidden ones included. */
  readonly box: SceneBox;
  /** Height of the whole plate, also where it leaves the frame. */
  readonly heightPixels: number;
  readonly distanceMetres: number;
  /** Share of the plate's pixels within the frame that something hides, 0..1. */
  readonly occludedFraction: number;
  readonly occluder: SignOccluder | undefined;
  /** Whether a part of the plate is outside the frame. */
  readonly isTruncated: boolean;
  readonly wear: SignWear;
}

/** What is on a frame of a road. */
export interface RoadTruth {
  readonly weather: Weather;
  /** From far to near. */
  readonly signs: readonly VisibleSign[];
}
