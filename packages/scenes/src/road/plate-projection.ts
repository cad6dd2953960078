import type { RoadView } from './road-camera.js';
import { CAMERA_HEIGHT, roadShift } from './road-camera.js';

/**
 * The map from the frame to a plate: `u = (a·x + b·y + c) / (g·x + h·y + i)`, `v` with d, e, f; u and v run from 0 to
 * 1 over the square that holds the plate.
 */
export interface PlateProjection {
  readonly u: readonly [number, number, number];
  readonly v: readonly [number, number, number];
  readonly w: readonly [number, number, number];
  /** The square's corners on the frame: x and y in turn. */
  readonly corners: readonly number[];
}

/** How a square stands by the road; metres and radians as in `PlannedSign`. */
export interface PlatePose {
  readonly lateral: number;
  readonly elevation: number;
  readonly yaw: number;
  readonly roll: number;
  /** Side of the square. */
  readonly size: number;
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  (a[0] ?? 0) * (b[0] ?? 0) + (a[1] ?? 0) * (b[1] ?? 0) + (a[2] ?? 0) * (b[2] ?? 0);

/** Metres in front of the camera at which a sign stands. */
export const distanceOf = (sign: { readonly along: number }, view: RoadView): number =>
  sign.along - view.travelled;

/** Projects a plate that is `z` metres ahead: a pinhole camera that looks along the road. */
export const projectPlate = (sign: PlatePose, view: RoadView, z: number): PlateProjection => {
  const { focal, centreX, horizonY } = view;
  const centre = [sign.lateral + roadShift(view, z), CAMERA_HEIGHT - sign.elevation, z] as const;
  // Edges of the plate: along its own width (yaw, then roll) and downwards.
  const [cy, sy, cr, sr] = [
    Math.cos(sign.yaw),
    Math.sin(sign.yaw),
    Math.cos(sign.roll),
    Math.sin(sign.roll),
  ];
  const right = [cy * cr * sign.size, sr * sign.size, sy * cr * sign.size] as const;
  const down = [-cy * sr * sign.size, cr * sign.size, -sy * sr * sign.size] as const;
  const normal = [-sy, 0, cy] as const;
  const corner = centre.map((value, axis) => value - ((right[axis] ?? 0) + (down[axis] ?? 0)) / 2);

  const depth = dot(normal, corner);
  // A ray r meets the plane at r · depth / (normal · r); its place along an edge e is linear in that.
  const numerator = (edge: readonly number[]): [number, number, number] => {
    const squared = dot(edge, edge);
    const offset = dot(corner, edge) / squared;
    const row = normal.map((n, axis) => (depth * (edge[axis] ?? 0)) / squared - offset * n);
    return toPixels(row);
  };
  /** From ray coordinates ((x - cx) / f, (y - cy) / f, 1) to pixels. */
  const toPixels = (row: readonly number[]): [number, number, number] => {
    const [a = 0, b = 0, c = 0] = row;
    return [a / focal, b / focal, c - (a * centreX + b * horizonY) / focal];
  };
  const corners = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ].flatMap(([s = 0, t = 0]) => {
    const [x, y, depthAt] = corner.map(
      (value, axis) => value + s * (right[axis] ?? 0) + t * (down[axis] ?? 0),
    ) as [number, number, number];
    return [centreX + (focal * x) / depthAt, horizonY + (focal * y) / depthAt];
  });
  return { u: numerator(right), v: numerator(down), w: toPixels(normal), corners };
};
