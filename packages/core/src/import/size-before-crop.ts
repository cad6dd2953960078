import { isSide, MAX_SIDE } from '../preprocess/preprocess-bounds.js';
import type { JsonFields } from './json-fields.js';

/**
 * The side that a picture is resized to so that a crop of `size` is the fraction `cropPct` of it, rounded down.
 *
 * @throws ModelImportError naming `crop_pct` when no picture has such a side.
 */
export const sizeBeforeCrop = (fields: JsonFields, size: number, cropPct: number): number => {
  const side = Math.floor(size / cropPct);
  if (isSide(side)) return side;
  return fields.fail(
    'crop_pct',
    `must give a size from 1 to ${String(MAX_SIDE)} pixels before the crop of ${String(size)}, ` +
      `but it is ${String(cropPct)}`,
  );
};
