import type { PlateLight } from './draw-plate.js';
import type { RoadCanvas } from './road-canvas.js';

/** An upright post on the frame, in pixels. */
export interface PostPlace {
  readonly centreX: number;
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
}

const GREY = [150, 152, 154] as const;

/** Draws a round grey post: lighter on the left of its middle, edges anti-aliased. */
export const drawPost = (
  { rgb, owners, width, height }: RoadCanvas,
  place: PostPlace,
  { gain, clarity, haze }: PlateLight,
): void => {
  const left = place.centreX - place.width / 2;
  const right = left + place.width;
  const lastY = Math.min(height, Math.round(place.bottom));
  for (let x = Math.max(0, Math.floor(left)); x < Math.min(width, Math.ceil(right)); x++) {
    const coverage = Math.min(right, x + 1) - Math.max(left, x);
    const across = (x + 0.5 - left) / place.width;
    const light = (1 - 1.3 * (across - 0.35) ** 2) * gain * clarity;
    for (let y = Math.max(0, Math.round(place.top)); y < lastY; y++) {
      const at = y * width + x;
      for (let channel = 0; channel < 3; channel++) {
        const own = (GREY[channel] ?? 0) * light + (haze[channel] ?? 0) * (1 - clarity);
        rgb[3 * at + channel] = (rgb[3 * at + channel] ?? 0) * (1 - coverage) + own * coverage;
      }
      if (coverage > 0.5) owners[at] = 0;
    }
  }
};
