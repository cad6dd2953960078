import { createSeededRandom, hash32 } from '../random/seeded-random.js';
import type { Canvas } from '../scene/sensor.js';

/** Lightens a pixel towards a pale grey. */
const lighten = (rgb: Uint8ClampedArray, at: number, alpha: number): void => {
  for (let channel = 0; channel < 3; channel++) {
    const value = rgb[3 * at + channel] ?? 0;
    rgb[3 * at + channel] = value + (214 - value) * alpha;
  }
};

/** Streaks of rain, slanted away from the middle of the picture as the car drives into them. */
const drawRain = ({ rgb, width, height }: Canvas, seed: number): void => {
  const random = createSeededRandom(seed);
  for (let drop = 0; drop < 170; drop++) {
    const x = random.unit() * width;
    const y = random.unit() * height;
    const length = random.between(0.02, 0.06) * height;
    const slant = (0.35 * (x - width / 2)) / width;
    const alpha = random.between(0.1, 0.3);
    for (let step = 0; step < length; step++) {
      const px = Math.round(x + slant * step);
      const py = Math.round(y + step);
      if (px >= 0 && px < width && py < height) lighten(rgb, py * width + px, alpha);
    }
  }
};

/** Flakes: soft discs, few of them near and large. */
const drawSnow = ({ rgb, width, height }: Canvas, seed: number): void => {
  const random = createSeededRandom(seed);
  for (let flake = 0; flake < 260; flake++) {
    const x = Math.floor(random.unit() * width);
    const y = Math.floor(random.unit() * height);
    const radius = 0.7 + 2.6 * random.unit() ** 4;
    const reach = Math.ceil(radius);
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        const inside = 1 - (dx * dx + dy * dy) / (radius * radius);
        const [px, py] = [x + dx, y + dy];
        if (inside > 0 && px >= 0 && px < width && py >= 0 && py < height) {
          lighten(rgb, py * width + px, 0.75 * inside);
        }
      }
    }
  }
};

/** Draws what falls, other on every frame. */
export const drawPrecipitation = (
  canvas: Canvas,
  drops: 'none' | 'rain' | 'snow',
  seed: number,
  frameIndex: number,
): void => {
  if (drops === 'rain') drawRain(canvas, hash32(seed, frameIndex, 0x7a));
  if (drops === 'snow') drawSnow(canvas, hash32(seed, frameIndex, 0x5a));
};
