import type { PixelBuffer } from '@ocelli/core';
import type { PictureGrid } from './picture-grid.js';
import { uprightWalk } from './upright-walk.js';
import { writeHue } from './write-hue.js';

/** Red, green and blue per unit of colour difference, in 256ths: BT.601 and BT.709, full range. */
const CHROMA_FACTORS = {
  bt601: { redV: 359, greenU: 88, greenV: 183, blueU: 454 },
  bt709: { redV: 403, greenU: 48, greenV: 120, blueU: 475 },
} as const;

const clampByte = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);

/** Reads the cells of 4:2:0 frames: means of 2x2 luma samples, and the chroma sample at their place. */
export const readYuvCells = (frame: PixelBuffer, grid: PictureGrid): void => {
  const { data, width, height, format } = frame;
  const luma = uprightWalk(frame, 0, width, height, 1);
  const [chromaWidth, chromaHeight] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const uWalk = uprightWalk(frame, 1, chromaWidth, chromaHeight, format === 'nv12' ? 2 : 1);
  const vWalk =
    format === 'nv12'
      ? { ...uWalk, start: uWalk.start + 1 }
      : uprightWalk(frame, 2, chromaWidth, chromaHeight, 1);
  const { redV, greenU, greenV, blueU } = CHROMA_FACTORS[frame.yuvMatrix];
  // 255 / 219 and 255 / 224 in 256ths.
  const [black, lumaGain, chromaGain] =
    frame.yuvRange === 'limited' ? [16, 298, 291] : [0, 256, 256];
  const half = grid.step >> 1;
  const [nextX, nextY] = [half * luma.right, half * luma.down];
  for (let row = 0, at = 0; row < grid.rows; row++) {
    let p = luma.start + row * grid.step * luma.down;
    let atU = uWalk.start + row * half * uWalk.down;
    let atV = vWalk.start + row * half * vWalk.down;
    for (let column = 0; column < grid.columns; column++, at++) {
      const sum =
        (data[p] ?? 0) +
        (data[p + nextX] ?? 0) +
        (data[p + nextY] ?? 0) +
        (data[p + nextX + nextY] ?? 0);
      const y = clampByte((((sum >> 2) - black) * lumaGain) >> 8);
      const u = (((data[atU] ?? 0) - 128) * chromaGain) >> 8;
      const v = (((data[atV] ?? 0) - 128) * chromaGain) >> 8;
      grid.luma[at] = y;
      const r = clampByte(y + ((redV * v) >> 8));
      const g = clampByte(y - ((greenU * u + greenV * v) >> 8));
      const b = clampByte(y + ((blueU * u) >> 8));
      writeHue(grid, at, row, r, g, b);
      p += grid.step * luma.right;
      atU += half * uWalk.right;
      atV += half * vWalk.right;
    }
  }
};
