import type { PixelBuffer } from '../frame/frame.js';
import type { TypedArrayOf } from '../tensor/dtype.js';
import type { InputDType, PreprocessConfig, RegionOfInterest } from './preprocess-config.js';

/** What may differ from frame to frame. */
export interface PreprocessOptions {
  /** Default: the whole picture. Clipped to it; an empty rest is an error. */
  readonly regionOfInterest?: RegionOfInterest;
  /**
   * Given when the pixels are only a part of the stored picture, as `copyNeededPixels` makes it: size of
   * the whole picture, and where the part begins in it (for `i420` and `nv12` at even positions).
   */
  readonly partOf?: PictureExtent;
}

/** Where a part of a picture lies, in stored pixels. */
export interface PictureExtent {
  /** Position of the part's first pixel in the whole picture. */
  readonly x: number;
  readonly y: number;
  /** Size of the whole picture. */
  readonly width: number;
  readonly height: number;
}

/** Turns pixels into the values of one input tensor; holds its scratch memory between calls. */
export interface Preprocessor {
  readonly config: PreprocessConfig;
  /** `[1, C, H, W]` or `[1, H, W, C]`. */
  readonly outputDims: readonly [number, number, number, number];
  readonly implementation: 'wasm-simd' | 'typescript';
  /**
   * Writes the tensor of one picture into `output`, from its start. It holds on to neither.
   *
   * @throws InvalidArgumentError for pixels that `checkPixels` refuses, an output that is too short or of another
   * dtype, a region of interest beside the picture, a part that does not hold what is needed; ReleasedError.
   */
  run(pixels: PixelBuffer, output: TypedArrayOf<InputDType>, options?: PreprocessOptions): void;
  release(): void;
}
