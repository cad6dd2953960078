import type { RegionOfInterest } from '@ocelli/core';
import type { SignLook } from './sign-look.js';

/** A place in a frame where there may be a sign. */
export interface RegionProposal {
  /** The sign without a margin, in pixels of the upright picture. */
  readonly box: RegionOfInterest;
  readonly look: SignLook;
  /** 0..1: how well the outline fits that of such a sign. No probability. */
  readonly score: number;
}
