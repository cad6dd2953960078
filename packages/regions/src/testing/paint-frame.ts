import {
  createFrame,
  type ExifOrientation,
  type Frame,
  type PixelFormat,
  TURNS,
} from '@ocelli/core';

export type Rgb = readonly [red: number, green: number, blue: number];

/** Colour at a pixel of the upright picture. */
export type Painting = (x: number, y: number) => Rgb;

export const RED: Rgb = [190, 25, 30];
export const BLUE: Rgb = [0, 85, 150];
export const YELLOW: Rgb = [245, 195, 0];
export const WHITE: Rgb = [235, 235, 232];
export const ROAD: Rgb = [105, 110, 108];

type Shape = (u: number, v: number) => boolean;

/** Shapes in a square from -1 to 1 on both axes, `v` pointing down. */
export const SHAPES = {
  disc: (u, v) => u * u + v * v <= 1,
  'triangle-up': (u, v) => v <= 1 && v >= -1 && Math.abs(u) <= (v + 1) / 2,
  'triangle-down': (u, v) => v <= 1 && v >= -1 && Math.abs(u) <= (1 - v) / 2,
  diamond: (u, v) => Math.abs(u) + Math.abs(v) <= 1,
  square: (u, v) => Math.abs(u) <= 1 && Math.abs(v) <= 1,
} as const satisfies Record<string, Shape>;

export interface PaintedSign {
  readonly shape: keyof typeof SHAPES;
  /** Upper left corner, width and height in pixels. */
  readonly box: readonly [x: number, y: number, width: number, height: number];
  readonly fill: Rgb;
  /** Share of the sign's size that is left of it inside its rim; 0 for none. */
  readonly inner?: { readonly share: number; readonly fill: Rgb };
  /** A dark bar from the lower left to the upper right. */
  readonly hasBar?: boolean;
}

/** Paints signs over a background, the last on top. */
export const paintSigns =
  (signs: readonly PaintedSign[], background: Painting = () => ROAD): Painting =>
  (x, y) => {
    for (const { shape, box, fill, inner, hasBar = false } of [...signs].reverse()) {
      const u = ((x + 0.5 - box[0]) / box[2]) * 2 - 1;
      const v = ((y + 0.5 - box[1]) / box[3]) * 2 - 1;
      if (!SHAPES[shape](u, v)) continue;
      if (hasBar && Math.abs(u + v) < 0.3) return [90, 90, 90];
      if (inner !== undefined && SHAPES[shape](u / inner.share, v / inner.share)) return inner.fill;
      return fill;
    }
    return background(x, y);
  };

interface FrameShape {
  readonly width?: number;
  readonly height?: number;
  readonly format?: PixelFormat;
  readonly orientation?: ExifOrientation;
  readonly timestampUs?: number;
}

/** BT.601, limited range. */
const yuvOf = ([r, g, b]: Rgb): Rgb => [
  16 + (65.48 * r + 128.55 * g + 24.97 * b) / 255,
  128 + (-37.8 * r - 74.2 * g + 112 * b) / 255,
  128 + (112 * r - 93.79 * g - 18.21 * b) / 255,
];

/** A frame of a painting; width and height are those of the upright picture. */
export const paintFrame = (
  painting: Painting,
  { width = 320, height = 240, format = 'rgb', orientation = 1, timestampUs = 0 }: FrameShape = {},
): Frame => {
  const { swapsAxes, mirrorsX, mirrorsY } = TURNS[orientation];
  const [storedWidth, storedHeight] = swapsAxes ? [height, width] : [width, height];
  // From stored to upright: swap the axes first, then mirror each.
  const colourAt = (storedX: number, storedY: number): Rgb => {
    const [x, y] = swapsAxes ? [storedY, storedX] : [storedX, storedY];
    return painting(mirrorsX ? width - 1 - x : x, mirrorsY ? height - 1 - y : y);
  };
  const pixels = storedWidth * storedHeight;
  const bytes = { rgb: 3, rgba: 4, gray: 1, i420: 1.5, nv12: 1.5 }[format] * pixels;
  const data = new Uint8Array(bytes);
  for (let y = 0; y < storedHeight; y++) {
    for (let x = 0; x < storedWidth; x++) {
      const at = y * storedWidth + x;
      const colour = colourAt(x, y);
      if (format === 'rgb') data.set(colour, 3 * at);
      else if (format === 'rgba') data.set([...colour, 255], 4 * at);
      else if (format === 'gray') data[at] = 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2];
      else {
        const [luma, u, v] = yuvOf(colour);
        data[at] = luma;
        const chroma = (y >> 1) * (storedWidth >> 1) + (x >> 1);
        if (format === 'i420') {
          data[pixels + chroma] = u;
          data[pixels * 1.25 + chroma] = v;
        } else data.set([u, v], pixels + 2 * chroma);
      }
    }
  }
  return createFrame({
    width: storedWidth,
    height: storedHeight,
    format,
    data,
    orientation,
    timestampUs,
  });
};
