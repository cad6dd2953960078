import type { Features, Layers } from './layers.js';

/** A published classifier for pictures, as a function from a picture to logits. */
export interface Architecture {
  readonly id: string;
  /** The paper, and the implementation whose layers and count these are. */
  readonly source: string;
  /** Trained parameters with 1000 classes, as published. */
  readonly parameterCount: number;
  /** Height and width of the picture in pixels; other sizes need other weights or do not run. */
  readonly inputSize: number;
  /** `image` is `[N, 3, inputSize, inputSize]`; returns the logits, `[N, classCount]`. */
  readonly forward: (layers: Layers, image: Features, classCount: number) => Features;
}
