import type { PixelBuffer } from '../frame/frame.js';
import type { ResamplePlan } from './resample-plan.js';
import type { TensorWriter } from './tensor-writer.js';

/** Resizes pictures by their plans; two implementations give the same bytes. */
export interface Resampler {
  readonly implementation: 'wasm-simd' | 'typescript';
  /**
   * Resizes one picture and writes its rows from top to bottom.
   *
   * @param x Column of `pixels` where the plan's rectangle begins.
   * @param y Row of `pixels` where the plan's rectangle begins.
   */
  resample(
    pixels: PixelBuffer,
    x: number,
    y: number,
    plan: ResamplePlan,
    writer: TensorWriter,
  ): void;
}
