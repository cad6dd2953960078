import type { PixelBuffer } from '@ocelli/core';
import type { PictureGrid } from './picture-grid.js';
import { uprightWalk } from './upright-walk.js';

/** Reads the cells of frames without colours: means of 2x2 samples. */
export const readGrayCells = (frame: PixelBuffer, grid: PictureGrid): void => {
  const { data } = frame;
  const walk = uprightWalk(frame, 0, frame.width, frame.height, 1);
  const half = grid.step >> 1;
  const [nextX, nextY] = [half * walk.right, half * walk.down];
  grid.hue.fill(0);
  for (let row = 0, at = 0; row < grid.rows; row++) {
    let p = walk.start + row * grid.step * walk.down;
    for (let column = 0; column < grid.columns; column++, at++, p += grid.step * walk.right) {
      const q = p + nextY;
      const upper = (data[p] ?? 0) + (data[p + nextX] ?? 0);
      const lower = (data[q] ?? 0) + (data[q + nextX] ?? 0);
      grid.luma[at] = (upper + lower) >> 2;
    }
  }
};
