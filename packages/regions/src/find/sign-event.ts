import type { RegionOfInterest } from '@ocelli/core';

interface SignEventFields<L extends string> {
  readonly trackId: number;
  readonly label: L;
  /** Where the sign was last found, without a margin, in pixels of the upright picture. */
  readonly box: RegionOfInterest;
  /** Capture time of the frame that settled it, in microseconds. */
  readonly capturedUs: number;
  /** Capture time of the frame that the sign was first found on, in microseconds. */
  readonly sinceUs: number;
}

/** A sign was named. */
export interface SignEntered<L extends string = string> extends SignEventFields<L> {
  readonly kind: 'entered';
  /** Of the label over all crops of the sign so far, 0..1. */
  readonly score: number;
}

/** A sign that was named turned out to be another one. */
export interface SignChanged<L extends string = string> extends SignEventFields<L> {
  readonly kind: 'changed';
  readonly from: L;
  readonly score: number;
}

/** A sign that was named is out of sight. */
export interface SignLeft<L extends string = string> extends SignEventFields<L> {
  readonly kind: 'left';
}

export type SignEvent<L extends string = string> = SignEntered<L> | SignChanged<L> | SignLeft<L>;
