import type { Frame } from '@ocelli/core';

export const SCENE_KINDS = ['road', 'leaf', 'blood-smear', 'mri'] as const;
export type SceneKind = (typeof SCENE_KINDS)[number];

/** Formats that a scene can give: `i420` is BT.601, limited range, as webcams and video files have it. */
export type SceneFormat = 'rgb' | 'i420';

/** Where something lies in a frame, in pixels; `x` and `y` are the upper left corner. */
export interface SceneBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A drawn frame and what was drawn on it. */
export interface SceneFrame<Truth> {
  /** The caller closes it. */
  readonly frame: Frame;
  readonly truth: Truth;
}

export interface SceneFrameOptions {
  /** Default `rgb`. */
  readonly format?: SceneFormat;
  /** Default: the time since the scene's first frame, in microseconds. */
  readonly timestampUs?: number;
}

/**
 * A simulated camera's pictures: drawn by code, the same bytes for the same seed and index in every runtime of the
 * same engine. Whoever shows one labels it as simulated.
 */
export interface Scene<Truth> {
  readonly kind: SceneKind;
  readonly isSimulated: true;
  readonly width: number;
  readonly height: number;
  /** Frames per second of scene time. */
  readonly fps: number;
  /**
   * Draws the frame at `index`, in any order; a scene never ends. Default format `rgb`.
   *
   * @throws InvalidArgumentError for an index that is no integer of 0 or more, or a format that does not exist.
   */
  frameAt(index: number, options?: SceneFrameOptions): SceneFrame<Truth>;
}

/** What every scene takes. */
export interface SceneOptions {
  /** An integer; another seed is another scene. */
  readonly seed: number;
  /** Pixels; default 640. */
  readonly width?: number;
  /** Pixels; default 480. */
  readonly height?: number;
  /** Default 25. */
  readonly fps?: number;
}
