import type { PreparedPicture } from './prepared-picture.js';

/** Keeps prepared pictures between epochs, as far as there is room. */
export interface PictureStore {
  /** Undefined where nothing is kept; the picture may be read, never written. */
  get(example: number): PreparedPicture | undefined;
  /** Keeps a copy, or does not. */
  set(example: number, picture: PreparedPicture): void;
}
