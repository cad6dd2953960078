import type { Bitmap } from '../raster/bitmap.js';
import type { MipChain } from '../raster/mip-chain.js';
import { mipLevel } from '../raster/mip-chain.js';
import type { PlateProjection } from './plate-projection.js';
import type { RoadCanvas } from './road-canvas.js';
import { SOLID } from './road-canvas.js';

export interface PlateLight {
  readonly gain: number;
  readonly clarity: number;
  readonly haze: readonly [number, number, number];
}

/** Adds the bilinear sample at (u, v), 0..1, to `sum` (premultiplied RGBA). */
const addSample = (
  { width, height, data }: Bitmap,
  u: number,
  v: number,
  sum: Float64Array,
): void => {
  const x = u * width - 0.5;
  const y = v * height - 0.5;
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  if (x0 < 0 || y0 < 0 || x0 >= width - 1 || y0 >= height - 1) return;
  const tx = x - x0;
  const ty = y - y0;
  const at = 4 * (y0 * width + x0);
  const below = at + 4 * width;
  for (let channel = 0; channel < 4; channel++) {
    const top = (data[at + channel] ?? 0) * (1 - tx) + (data[at + 4 + channel] ?? 0) * tx;
    const bottom = (data[below + channel] ?? 0) * (1 - tx) + (data[below + 4 + channel] ?? 0) * tx;
    sum[channel] = (sum[channel] ?? 0) + top * (1 - ty) + bottom * ty;
  }
};

/** How many pixels something covers, and the box around them: `right` and `bottom` are exclusive. */
export interface SolidPixels {
  count: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const boundsOf = (exposures: readonly PlateProjection[], { width, height }: RoadCanvas) => {
  const xs = exposures.flatMap(({ corners }) => corners.filter((_, index) => index % 2 === 0));
  const ys = exposures.flatMap(({ corners }) => corners.filter((_, index) => index % 2 === 1));
  return {
    left: Math.max(0, Math.floor(Math.min(...xs))),
    top: Math.max(0, Math.floor(Math.min(...ys))),
    right: Math.min(width, Math.ceil(Math.max(...xs))),
    bottom: Math.min(height, Math.ceil(Math.max(...ys))),
    pixelsHigh: Math.max(...ys) - Math.min(...ys),
  };
};

/**
 * Draws a plate in perspective. With several `exposures` (its places while the shutter was open) the result is their
 * mean: motion blur. Pixels become the sign's own (`owner`, 0 for what only hides); says which ones.
 */
export const drawPlate = (
  canvas: RoadCanvas,
  chain: MipChain,
  exposures: readonly PlateProjection[],
  { gain, clarity, haze }: PlateLight,
  owner: number,
): SolidPixels => {
  const { left, top, right, bottom, pixelsHigh } = boundsOf(exposures, canvas);
  const source = mipLevel(chain, chain.levels[0].height / pixelsHigh);
  const { rgb, owners, width } = canvas;
  const sum = new Float64Array(4);
  const share = 1 / exposures.length;
  const solid = { count: 0, left: width, top: canvas.height, right: 0, bottom: 0 };
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      sum.fill(0);
      for (const { u, v, w } of exposures) {
        const px = x + 0.5;
        const py = y + 0.5;
        const scale = 1 / (w[0] * px + w[1] * py + w[2]);
        addSample(
          source,
          (u[0] * px + u[1] * py + u[2]) * scale,
          (v[0] * px + v[1] * py + v[2]) * scale,
          sum,
        );
      }
      const alpha = ((sum[3] ?? 0) * share) / 255;
      if (alpha < 0.004) continue;
      const at = y * width + x;
      for (let channel = 0; channel < 3; channel++) {
        const own = (sum[channel] ?? 0) * share * gain * clarity;
        const veil = (haze[channel] ?? 0) * (1 - clarity) * alpha;
        rgb[3 * at + channel] = (rgb[3 * at + channel] ?? 0) * (1 - alpha) + own + veil;
      }
      if (alpha * 255 < SOLID) continue;
      owners[at] = owner;
      solid.count += 1;
      solid.left = Math.min(solid.left, x);
      solid.right = Math.max(solid.right, x + 1);
      solid.top = Math.min(solid.top, y);
      solid.bottom = Math.max(solid.bottom, y + 1);
    }
  }
  return solid;
};
