import type { Canvas } from '../scene/sensor.js';

/** The low sun in front of the camera: a disc, its halo, and a veil over the whole picture. */
export const createSunGlare = (
  width: number,
  height: number,
  strength: number,
): ((canvas: Canvas) => void) => {
  if (strength === 0) return () => undefined;
  const veil = new Float32Array(width * height);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const distance = Math.hypot(x - 0.42 * width, y - 0.2 * height) / width;
      const halo = 1 / (1 + (distance / 0.09) ** 2);
      veil[at] = strength * (14 + 190 * halo);
    }
  }
  return ({ rgb }) => {
    for (let at = 0, pixel = 0; pixel < veil.length; pixel++, at += 3) {
      const light = veil[pixel] ?? 0;
      rgb[at] = (rgb[at] ?? 0) + light;
      rgb[at + 1] = (rgb[at + 1] ?? 0) + 0.95 * light;
      rgb[at + 2] = (rgb[at + 2] ?? 0) + 0.82 * light;
    }
  };
};
