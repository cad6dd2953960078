import type { MipChain } from '../raster/mip-chain.js';
import { mipLevel } from '../raster/mip-chain.js';
import type { RoadCanvas } from './road-canvas.js';
import { SOLID } from './road-canvas.js';

/** Where an upright picture stands on the frame, in pixels, and in which light. */
export interface BillboardPlace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly gain: number;
  /** Share of the own colour that haze leaves. */
  readonly clarity: number;
  readonly haze: readonly [number, number, number];
}

/** Draws a picture that faces the camera. */
export const drawBillboard = (
  { width, height, rgb, owners }: RoadCanvas,
  chain: MipChain,
  place: BillboardPlace,
): void => {
  const [base] = chain.levels;
  const source = mipLevel(chain, base.height / place.height);
  const stepX = source.width / place.width;
  const stepY = source.height / place.height;
  const firstX = Math.max(0, Math.ceil(place.left - 0.5));
  const lastX = Math.min(width, Math.ceil(place.left + place.width - 0.5));
  const lastY = Math.min(height, Math.ceil(place.top + place.height - 0.5));
  const gain = place.gain * place.clarity;
  const fog = 1 - place.clarity;
  const [hazeR, hazeG, hazeB] = place.haze;
  for (let y = Math.max(0, Math.ceil(place.top - 0.5)); y < lastY; y++) {
    const row = Math.floor((y + 0.5 - place.top) * stepY) * source.width;
    for (let x = firstX; x < lastX; x++) {
      const from = 4 * (row + Math.floor((x + 0.5 - place.left) * stepX));
      const alpha = source.data[from + 3] ?? 0;
      if (alpha === 0) continue;
      const at = y * width + x;
      const keep = 1 - alpha / 255;
      const veil = (fog * alpha) / 255;
      rgb[3 * at] = (rgb[3 * at] ?? 0) * keep + (source.data[from] ?? 0) * gain + hazeR * veil;
      rgb[3 * at + 1] =
        (rgb[3 * at + 1] ?? 0) * keep + (source.data[from + 1] ?? 0) * gain + hazeG * veil;
      rgb[3 * at + 2] =
        (rgb[3 * at + 2] ?? 0) * keep + (source.data[from + 2] ?? 0) * gain + hazeB * veil;
      if (alpha >= SOLID) owners[at] = 0;
    }
  }
};
