import type { MipChain } from '../raster/mip-chain.js';
import type { PlateLight, SolidPixels } from './draw-plate.js';
import { drawPlate } from './draw-plate.js';
import { drawPost } from './draw-post.js';
import type { PlatePose, PlateProjection } from './plate-projection.js';
import { distanceOf, projectPlate } from './plate-projection.js';
import type { RoadView } from './road-camera.js';
import { CAMERA_HEIGHT, roadShift } from './road-camera.js';
import type { RoadCanvas } from './road-canvas.js';
import type { PlannedSign } from './road-plan.js';
import type { VisibleSign } from './road-truth.js';
import { SQUARE_SCALE } from './sign-texture.js';

/** A sign that was drawn, with what is needed to say later how much of it is hidden. */
export interface DrawnSign {
  readonly sign: PlannedSign;
  readonly owner: number;
  readonly solid: SolidPixels;
  readonly projection: PlateProjection;
  readonly distance: number;
}

const MAX_EXPOSURES = 5;

/** The plate's places while the shutter was open: as many as it moves pixels. */
const exposuresOf = (
  pose: PlatePose,
  view: RoadView,
  z: number,
  exposure: number,
): PlateProjection[] => {
  const driven = view.metresPerSecond * exposure;
  const shift = (Math.abs(pose.lateral) * view.focal * driven) / (z * z);
  const count = Math.max(1, Math.min(MAX_EXPOSURES, Math.ceil(shift)));
  return Array.from({ length: count }, (_, index) =>
    projectPlate(pose, view, z + driven * ((index + 0.5) / count - 0.5)),
  );
};

/** Draws the post and the plate of one sign, and what hides it. */
export const drawSign = (
  canvas: RoadCanvas,
  view: RoadView,
  sign: PlannedSign,
  { texture, branch }: { readonly texture: MipChain; readonly branch: MipChain },
  light: PlateLight & { readonly exposure: number; readonly postGain: number },
  owner: number,
): DrawnSign => {
  const distance = distanceOf(sign, view);
  const square: PlatePose = { ...sign, size: sign.size * SQUARE_SCALE };
  const post = { ...light, gain: light.postGain };
  const postAt = (lateral: number, z: number, metres: number, top: number): void => {
    drawPost(
      canvas,
      {
        centreX: view.centreX + (view.focal * (lateral + roadShift(view, z))) / z,
        width: (view.focal * metres) / z,
        top: view.horizonY + (view.focal * (CAMERA_HEIGHT - top)) / z,
        bottom: view.horizonY + (view.focal * CAMERA_HEIGHT) / z,
      },
      post,
    );
  };
  if (sign.postTop !== undefined) postAt(sign.lateral, distance + 0.05, 0.07, sign.postTop);
  const exposures = exposuresOf(square, view, distance, light.exposure);
  const solid = drawPlate(canvas, texture, exposures, light, owner);
  // Close in front, so that it stays in front as the camera moves on.
  if (sign.occluder === 'pole') postAt(sign.lateral + 0.08, distance - 0.15, 0.14, 4.4);
  if (sign.occluder === 'branch') {
    const twig: PlatePose = {
      ...square,
      elevation: sign.elevation + sign.size * 0.25,
      size: square.size * 1.1,
    };
    const places = exposuresOf(twig, view, distance - 0.3, light.exposure);
    drawPlate(canvas, branch, places, post, 0);
  }
  return { sign, owner, solid, projection: projectPlate(sign, view, distance), distance };
};

const SMALLEST = 8;

/** What can be said of a sign once the whole frame is drawn; `undefined` when it is too small or too far out. */
export const visibleSign = (
  { sign, owner, solid, projection, distance }: DrawnSign,
  { owners, width, height }: RoadCanvas,
): VisibleSign | undefined => {
  const xs = projection.corners.filter((_, index) => index % 2 === 0);
  const ys = projection.corners.filter((_, index) => index % 2 === 1);
  const [left, right, top, bottom] = [
    Math.min(...xs),
    Math.max(...xs),
    Math.min(...ys),
    Math.max(...ys),
  ];
  const within =
    Math.max(0, Math.min(width, right) - Math.max(0, left)) *
    Math.max(0, Math.min(height, bottom) - Math.max(0, top));
  const isMostlyOutside = within < 0.5 * (right - left) * (bottom - top);
  if (solid.count === 0 || bottom - top < SMALLEST || isMostlyOutside) return undefined;
  let seen = 0;
  for (let y = solid.top; y < solid.bottom; y++) {
    for (let x = solid.left; x < solid.right; x++) if (owners[y * width + x] === owner) seen += 1;
  }
  return {
    id: sign.id,
    label: sign.label,
    box: {
      x: solid.left,
      y: solid.top,
      width: solid.right - solid.left,
      height: solid.bottom - solid.top,
    },
    heightPixels: bottom - top,
    distanceMetres: distance,
    occludedFraction: 1 - seen / solid.count,
    occluder: sign.occluder,
    isTruncated: left < 0 || top < 0 || right > width || bottom > height,
    wear: sign.wear,
  };
};
