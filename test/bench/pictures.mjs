import sharp from 'sharp';

/** A 32-bit linear congruential generator (Numerical Recipes), so that every run sees the same pixels. */
const createRandom = (seed) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
};

/** A drawn RGBA picture with large shapes and fine grain, so that JPEG has real work to do. */
export const drawRgba = (width, height, seed = 1) => {
  const random = createRandom(seed);
  const data = new Uint8Array(width * height * 4);
  const shapes = Array.from({ length: 24 }, () => ({
    x: random() * width,
    y: random() * height,
    radius: (0.03 + 0.15 * random()) * height,
    color: [random() * 255, random() * 255, random() * 255],
  }));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const shape = shapes.find((s) => (x - s.x) ** 2 + (y - s.y) ** 2 < s.radius ** 2);
      const color = shape?.color ?? [(x / width) * 255, (y / height) * 255, 128];
      const grain = (random() - 0.5) * 16;
      const at = (y * width + x) * 4;
      for (let c = 0; c < 3; c += 1) {
        data[at + c] = Math.max(0, Math.min(255, Math.round(color[c] + grain)));
      }
      data[at + 3] = 255;
    }
  }
  return { width, height, data };
};

/** The same picture as nv12 (BT.601, limited range). */
export const toNv12 = ({ width, height, data }) => {
  const out = new Uint8Array(width * height * 1.5);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const [r, g, b] = [data[at], data[at + 1], data[at + 2]];
      out[y * width + x] = Math.round(16 + 0.257 * r + 0.504 * g + 0.098 * b);
      if (y % 2 === 0 && x % 2 === 0) {
        const uv = width * height + (y / 2) * width + x;
        out[uv] = Math.round(128 - 0.148 * r - 0.291 * g + 0.439 * b);
        out[uv + 1] = Math.round(128 + 0.439 * r - 0.368 * g - 0.071 * b);
      }
    }
  }
  return out;
};

/** The picture as a JPEG file in memory. */
export const toJpeg = ({ width, height, data }) =>
  sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality: 90 })
    .toBuffer();
