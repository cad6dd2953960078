import type { PixelBuffer } from '../frame/frame.js';
import type { ResamplePlan } from './resample-plan.js';

/** Resizes pictures by their plans; two implementations give the same bytes. */
export interface Resampler {
  readonly implementation: 'wasm-simd' | 'typescript';
  /**
   * Resizes one picture and hands its rows to the writer, from top to bottom.
   *
   * @param x Column of `pixels` where the plan's rectangle begins.
   * @param y Row of `pixels` where the plan's rectangle begins.
   */
  resample(pixels: PixelBuffer, x: number, y: number, plan: ResamplePlan): void;
}
