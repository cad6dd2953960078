import { type PixelBuffer, type PixelFormat, TURNS } from '@ocelli/core';
import type { PictureGrid } from './picture-grid.js';
import { readGrayCells } from './read-gray-cells.js';
import { readPackedCells } from './read-packed-cells.js';
import { readYuvCells } from './read-yuv-cells.js';

const CELL_READERS: {
  readonly [F in PixelFormat]: (frame: PixelBuffer, grid: PictureGrid) => void;
} = {
  rgba: readPackedCells(4),
  rgb: readPackedCells(3),
  gray: readGrayCells,
  i420: readYuvCells,
  nv12: readYuvCells,
};

/**
 * Makes a reader of frames into a grid of cells of `step` pixels, an even number. The grid is allocated for the first frame and for
 * frames of another size, and is overwritten by the next frame. Throws FrameClosedError for a closed frame.
 */
export const createGridReader = (): ((frame: PixelBuffer, step: number) => PictureGrid) => {
  let grid: PictureGrid | undefined;
  return (frame, step) => {
    const { swapsAxes } = TURNS[frame.orientation];
    const columns = Math.floor((swapsAxes ? frame.height : frame.width) / step);
    const rows = Math.floor((swapsAxes ? frame.width : frame.height) / step);
    if (grid?.columns !== columns || grid.rows !== rows || grid.step !== step) {
      const cells = columns * rows;
      grid = {
        step,
        columns,
        rows,
        luma: new Uint8Array(cells),
        hue: new Uint8Array(cells),
        rowPeaks: new Uint8Array(4 * rows),
      };
    }
    grid.rowPeaks.fill(0);
    CELL_READERS[frame.format](frame, grid);
    return grid;
  };
};
