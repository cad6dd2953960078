import type { PixelBuffer } from '@ocelli/core';
import type { PictureGrid } from './picture-grid.js';
import { uprightWalk } from './upright-walk.js';
import { writeHue } from './write-hue.js';

/** Reads the cells of a frame of packed colours: means of 2x2 samples. */
export const readPackedCells =
  (bytesPerPixel: number) =>
  (frame: PixelBuffer, grid: PictureGrid): void => {
    const { data } = frame;
    const walk = uprightWalk(frame, 0, frame.width, frame.height, bytesPerPixel);
    const half = grid.step >> 1;
    const [nextX, nextY] = [half * walk.right, half * walk.down];
    for (let row = 0, at = 0; row < grid.rows; row++) {
      let p = walk.start + row * grid.step * walk.down;
      for (let column = 0; column < grid.columns; column++, at++, p += grid.step * walk.right) {
        const q = p + nextY;
        const r =
          ((data[p] ?? 0) + (data[p + nextX] ?? 0) + (data[q] ?? 0) + (data[q + nextX] ?? 0)) >> 2;
        const g =
          ((data[p + 1] ?? 0) +
            (data[p + nextX + 1] ?? 0) +
            (data[q + 1] ?? 0) +
            (data[q + nextX + 1] ?? 0)) >>
          2;
        const b =
          ((data[p + 2] ?? 0) +
            (data[p + nextX + 2] ?? 0) +
            (data[q + 2] ?? 0) +
            (data[q + nextX + 2] ?? 0)) >>
          2;
        grid.luma[at] = (77 * r + 150 * g + 29 * b) >> 8;
        writeHue(grid, at, row, r, g, b);
      }
    }
  };
