import type { Contour } from './contour.js';
import type { Cubic, PathSegment } from './path-data.js';

/** Number of lines for a cubic whose second differences bound its distance from the chord. */
const lineCount = (x: number, y: number, c: Cubic, tolerance: number): number => {
  const bendX = Math.max(Math.abs(x - 2 * c[0] + c[2]), Math.abs(c[0] - 2 * c[2] + c[4]));
  const bendY = Math.max(Math.abs(y - 2 * c[1] + c[3]), Math.abs(c[1] - 2 * c[3] + c[5]));
  return Math.max(1, Math.ceil(Math.sqrt((0.75 * Math.hypot(bendX, bendY)) / tolerance)));
};

const pushCubic = (points: number[], c: Cubic, tolerance: number): void => {
  const x = points.at(-2) ?? 0;
  const y = points.at(-1) ?? 0;
  const count = lineCount(x, y, c, tolerance);
  for (let index = 1; index <= count; index++) {
    const t = index / count;
    const u = 1 - t;
    const [a, b, d, e] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
    points.push(a * x + b * c[0] + d * c[2] + e * c[4], a * y + b * c[1] + d * c[3] + e * c[5]);
  }
};

/** Turns a path into polylines that stay within `tolerance` (in path units) of its curves. */
export const flattenPath = (
  segments: readonly PathSegment[],
  tolerance: number,
): readonly Contour[] => {
  const contours: Contour[] = [];
  let points: number[] = [];
  const finish = (isClosed: boolean): void => {
    if (points.length >= 4) contours.push({ points, isClosed });
  };
  for (const segment of segments) {
    switch (segment.type) {
      case 'move':
        finish(false);
        points = [segment.x, segment.y];
        break;
      case 'line':
        points.push(segment.x, segment.y);
        break;
      case 'cubic':
        pushCubic(points, segment.cubic, tolerance);
        break;
      case 'close': {
        finish(true);
        // The pen stays at the beginning of the closed contour.
        points = points.slice(0, 2);
      }
    }
  }
  finish(false);
  return contours;
};
