import type { RegionOfInterest } from '@ocelli/core';

/** One picture of a dataset, by reference. */
export interface LabelledExample {
  /** Path or URL that the picture reader understands. */
  readonly path: string;
  /** Index into the dataset's labels. */
  readonly label: number;
  /** Examples of one group never end up on both sides of a split: frames of one track, photos of one leaf. */
  readonly group?: string;
  /** Part of the picture that is used, in pixels. */
  readonly region?: RegionOfInterest;
}

/** Pictures with labels. */
export interface Dataset {
  /** Label ids; positions are class indices. */
  readonly labels: readonly string[];
  readonly examples: readonly LabelledExample[];
}
