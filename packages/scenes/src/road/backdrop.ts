import { createNoiseTexture, valueNoise } from '../random/value-noise.js';
import type { RoadView } from './road-camera.js';
import type { RoadCanvas } from './road-canvas.js';
import type { WeatherLook } from './weather.js';
import { clarityAt } from './weather.js';

/** Sky and the distant edge of a wood, two frames wide, that turn with the road. */
export interface Backdrop {
  draw(canvas: RoadCanvas, view: RoadView): void;
}

const SKY_NOISE = 512;
/** Metres; only for the haze in front of it. */
const WOOD_DISTANCE = 130;

export const createBackdrop = (
  seed: number,
  width: number,
  height: number,
  look: WeatherLook,
): Backdrop => {
  const stripWidth = 2 * width;
  // The horizon moves by a few pixels: the strip has 24 rows to spare below it.
  const stripHeight = Math.ceil(height * 0.52) + 24;
  const horizon = stripHeight - 24;
  const clouds = createNoiseTexture({ seed: seed + 11, size: SKY_NOISE, cells: 4, octaves: 5 });
  const strip = new Uint8ClampedArray(3 * stripWidth * stripHeight);
  const cells = 24;
  const treeTops = Array.from({ length: stripWidth }, (_, x) => {
    const coarse = valueNoise(seed + 12, (x * cells) / stripWidth, 0, cells);
    const fine = valueNoise(seed + 13, (x * cells * 12) / stripWidth, 0, cells * 12);
    return horizon - height * (0.012 + 0.07 * coarse + 0.022 * fine);
  });
  const isNight = look.headlights > 0;
  const clarity = 0.75 * clarityAt(look, WOOD_DISTANCE);
  for (let y = 0, at = 0; y < stripHeight; y++) {
    const down = Math.min(1, y / horizon);
    for (let x = 0; x < stripWidth; x++, at += 3) {
      const noiseRow = (Math.floor(y * 1.6) & (SKY_NOISE - 1)) * SKY_NOISE;
      const noise =
        clouds[noiseRow + (Math.floor((x * SKY_NOISE) / stripWidth) & (SKY_NOISE - 1))] ?? 0;
      const cloud =
        Math.max(0, Math.min(1, (noise - 118) / 60)) * look.clouds * (isNight ? 0.3 : 1);
      const depth = Math.max(0, Math.min(1, y - (treeTops[x] ?? 0)));
      for (let channel = 0; channel < 3; channel++) {
        const sky =
          (look.skyTop[channel] ?? 0) * (1 - down) + (look.skyBottom[channel] ?? 0) * down;
        const leafage = clouds[((y * 7) & 511) * SKY_NOISE + ((x * 5) & 511)] ?? 128;
        const wood =
          (1 - clarity) * (look.skyBottom[channel] ?? 0) +
          clarity * (look.foliage[channel] ?? 0) * look.sceneryGain * (0.5 + leafage / 256);
        strip[at + channel] = (sky + (250 - sky) * cloud) * (1 - depth) + wood * depth;
      }
    }
  }
  return {
    draw: ({ rgb, width: frameWidth }, { horizonY, heading }) => {
      const firstRow = Math.round(horizonY) - horizon;
      const shift = ((Math.round(heading) % stripWidth) + stripWidth) % stripWidth;
      const rows = Math.min(height, stripHeight + firstRow);
      for (let y = 0; y < rows; y++) {
        const from = Math.max(0, y - firstRow) * stripWidth;
        const head = Math.min(frameWidth, stripWidth - shift);
        rgb.set(strip.subarray(3 * (from + shift), 3 * (from + shift + head)), 3 * y * frameWidth);
        if (head < frameWidth) {
          rgb.set(
            strip.subarray(3 * from, 3 * (from + frameWidth - head)),
            3 * (y * frameWidth + head),
          );
        }
      }
    },
  };
};
