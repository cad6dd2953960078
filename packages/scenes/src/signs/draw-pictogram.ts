import type { Bitmap, Rgb } from '../raster/bitmap.js';
import { createBitmap } from '../raster/bitmap.js';
import { fillContours } from '../raster/fill-contours.js';
import { flattenPath } from '../raster/flatten-path.js';
import { parsePathData } from '../raster/path-data.js';
import { strokeOutline } from '../raster/stroke-outline.js';
import {
  IDENTITY,
  multiplyAffine,
  parseTransform,
  scaling,
  transformContours,
  translation,
} from '../raster/transform.js';
import type { Pictogram } from './pictogram-shape.js';
import { SIGN_COLOURS } from './pictogram-shape.js';

const rgbOf = (hex: string): Rgb => {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
};

/** Path units; a pictogram has 100 of them. */
const TOLERANCE = 0.03;

/** Draws a pictogram into a transparent square of `size` pixels, `margin` of them free on each side. */
export const drawPictogram = (pictogram: Pictogram, size: number, margin: number): Bitmap => {
  const bitmap = createBitmap(size, size);
  const toPixels = multiplyAffine(translation(margin, margin), scaling((size - 2 * margin) / 100));
  for (const shape of pictogram) {
    const matrix = multiplyAffine(
      toPixels,
      shape.transform === undefined ? IDENTITY : parseTransform(shape.transform),
    );
    const contours = flattenPath(parsePathData(shape.d), TOLERANCE);
    if (shape.fill !== undefined) {
      fillContours(bitmap, transformContours(contours, matrix), {
        colour: rgbOf(SIGN_COLOURS[shape.fill]),
        rule: shape.fillRule ?? 'nonzero',
      });
    }
    if (shape.stroke !== undefined) {
      const isRound = shape.strokeEnds === 'round';
      const outline = strokeOutline(contours, {
        width: shape.strokeWidth ?? 1,
        cap: isRound ? 'round' : 'butt',
        join: isRound ? 'round' : 'miter',
      });
      fillContours(bitmap, transformContours(outline, matrix), {
        colour: rgbOf(SIGN_COLOURS[shape.stroke]),
      });
    }
  }
  return bitmap;
};
