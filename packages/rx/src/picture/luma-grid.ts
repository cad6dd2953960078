import type { LumaReader } from './luma-reader.js';
import type { StoredRegion } from './stored-region.js';

/** Samples per cell and axis: 16 of them take the noise of a camera down to a quarter. */
const SAMPLES = 4;

/**
 * Writes the mean luma of each cell of a grid over the region, row by row, from 4x4 samples a cell.
 *
 * @param out `[rows * columns]`
 */
export const lumaGrid = (
  luma: LumaReader,
  { x, y, width, height }: StoredRegion,
  columns: number,
  rows: number,
  out: Float32Array,
): void => {
  const stepX = width / (columns * SAMPLES);
  const stepY = height / (rows * SAMPLES);
  out.fill(0);
  for (let j = 0; j < rows * SAMPLES; j += 1) {
    const sampleY = y + Math.floor((j + 0.5) * stepY);
    const rowStart = Math.floor(j / SAMPLES) * columns;
    for (let i = 0; i < columns * SAMPLES; i += 1) {
      const cell = rowStart + Math.floor(i / SAMPLES);
      const value = luma(x + Math.floor((i + 0.5) * stepX), sampleY);
      out[cell] = (out[cell] ?? 0) + value / (SAMPLES * SAMPLES);
    }
  }
};
