import type { GradientLevel } from './gradient-level.js';

/** Directions in which an edge is looked for. */
export const DIRECTIONS = 32;
const ANGLES = Float64Array.from({ length: DIRECTIONS }, (_, k) => (2 * Math.PI * k) / DIRECTIONS);
const COSINES = ANGLES.map(Math.cos);
const SINES = ANGLES.map(Math.sin);

/** Squared cosine of the largest angle between a gradient and the radius, 25 degrees. */
const MIN_SQUARED_COSINE = 0.82;

/** Offsets in cells of the points on a circle of `radius` in rows of `columns` cells. */
export const circleOffsets = (radius: number, columns: number): Int32Array =>
  Int32Array.from(
    { length: DIRECTIONS },
    (_, k) =>
      Math.round(radius * (SINES[k] ?? 0)) * columns + Math.round(radius * (COSINES[k] ?? 0)),
  );

/**
 * Number of the 32 directions in which the gradient at the offsets from cell `centre` lies along the radius, to or from
 * the centre. The circle must lie within the level.
 */
export const discCoverage = (
  { gradientX, gradientY, edgeThreshold }: GradientLevel,
  centre: number,
  offsets: Int32Array,
): number => {
  const least = 0.5 * edgeThreshold;
  let hits = 0;
  for (let k = 0; k < DIRECTIONS; k++) {
    const at = centre + (offsets[k] ?? 0);
    const x = gradientX[at] ?? 0;
    const y = gradientY[at] ?? 0;
    const along = x * (COSINES[k] ?? 0) + y * (SINES[k] ?? 0);
    if (along < least && along > -least) continue;
    if (along * along >= MIN_SQUARED_COSINE * (x * x + y * y)) hits += 1;
  }
  return hits;
};
