import type { Frame, RegionOfInterest } from '@ocelli/core';
import { intersectionOverUnion } from '@ocelli/regions';
import type { RoadTruth, Scene, VisibleSign } from '@ocelli/scenes';

/** Whether a sign has to be found and named: unobstructed, whole and over 24 pixels high. */
export const isPlainToSee = ({ heightPixels, occludedFraction, isTruncated }: VisibleSign) =>
  heightPixels > 24 && occludedFraction < 0.02 && !isTruncated;

/** The sign of a frame that lies in a box. */
export const signIn = (
  { signs }: RoadTruth,
  box: RegionOfInterest,
  minOverlap: number,
): VisibleSign | undefined =>
  signs.find((sign) => intersectionOverUnion(sign.box, box) >= minOverlap);

/** Draws the first `seconds` of a scene, and closes each frame after its visit. */
export const drive = async (
  scene: Scene<RoadTruth>,
  seconds: number,
  visit: (frame: Frame, truth: RoadTruth) => void | Promise<void>,
): Promise<void> => {
  for (let index = 0; index < seconds * scene.fps; index++) {
    const { frame, truth } = scene.frameAt(index, { format: 'i420' });
    try {
      await visit(frame, truth);
    } finally {
      frame.close();
    }
  }
};
