import type { InitializationScheme } from './initialization.js';
import type { Features, Layers } from './layers.js';

/** A published classifier for pictures, as a function from a picture to logits. */
export interface Architecture {
  readonly id: string;
  /** The paper, and the implementation whose layers and count these are. */
  readonly source: string;
  /** Trained parameters with 1000 classes, three channels and `inputSize`, as published. */
  readonly parameterCount: number;
  /** Height and width of the picture in pixels that the network was published for. */
  readonly inputSize: number;
  /** How training from scratch starts. */
  readonly initialization: InitializationScheme;
  /**
   * `image` is `[N, channels, size, size]`; returns the logits, `[N, classCount]`. Layers are sized by the
   * image; one that is too small throws InvalidArgumentError.
   */
  readonly forward: (layers: Layers, image: Features, classCount: number) => Features;
}
