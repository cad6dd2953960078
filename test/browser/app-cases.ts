import type { Frame } from '@ocelli/core';
import {
  createBloodSmearScene,
  createLeafScene,
  createRoadScene,
  type RoadTruth,
  type Scene,
} from '@ocelli/scenes';
import sharp from 'sharp';
import type { PageApp } from './app-site.js';

/** What an app is shown, and what it has to say of it. */
export interface AppCase {
  readonly app: PageApp;
  readonly scene: Scene<unknown>;
  /** The frames that show it, from the first on. */
  readonly firstFrame: number;
  readonly frames: number;
  /** A frame that shows it well. */
  readonly stillFrame: number;
  readonly label: RegExp;
}

/** Frames of a scene on which something is to be seen. */
const framesWith = <Truth>(
  scene: Scene<Truth>,
  limit: number,
  isSeen: (truth: Truth) => boolean,
): readonly number[] =>
  Array.from({ length: limit }, (_, index) => index).filter((index) => {
    const { frame, truth } = scene.frameAt(index);
    frame.close();
    return isSeen(truth);
  });

const roadCase = (): AppCase => {
  const scene = createRoadScene({ seed: 3, signs: ['stop'], fps: 10, kilometresPerHour: 18 });
  const isNear = ({ signs }: RoadTruth): boolean =>
    signs.some(({ box }) => box.height > 30 && box.x + box.width < 630 && box.y > 10);
  const seen = framesWith(scene, 150, isNear);
  const [firstFrame = 0] = seen;
  // One sign alone: until the first gap.
  const frames = seen.findIndex((frame, index) => frame !== firstFrame + index);
  const count = frames === -1 ? seen.length : frames;
  const stillFrame = firstFrame + Math.floor(count / 2);
  return { app: 'traffic-sign', scene, firstFrame, frames: count, stillFrame, label: /^stop$/ };
};

const bloodCase = (): AppCase => ({
  app: 'medical-scan',
  scene: createBloodSmearScene({ seed: 5, cells: ['neutrophil'], fps: 10 }),
  firstFrame: 0,
  frames: 20,
  stillFrame: 10,
  label: /^neutrophil$/,
});

const leafCase = (): AppCase => ({
  app: 'crop-disease',
  scene: createLeafScene({ seed: 3, leaves: ['strawberry-leaf-scorch'], fps: 10 }),
  firstFrame: 5,
  frames: 20,
  stillFrame: 15,
  // A drawn leaf shows whether it is ill, not of what.
  label: /^(?!.*healthy|background)/,
});

/** One case for each page. */
export const appCases = (): readonly AppCase[] => [roadCase(), bloodCase(), leafCase()];

const pngOf = async ({ data, width, height }: Frame): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();

/** A picture of a case, as a file. */
export const stillOf = async ({ scene, stillFrame }: AppCase) => {
  const { frame } = scene.frameAt(stillFrame);
  const buffer = await pngOf(frame);
  frame.close();
  return { name: 'still.png', mimeType: 'image/png', buffer };
};

/** A photo without light, as a file's content. */
export const darkPicture = (): Promise<Buffer> =>
  sharp({ create: { width: 320, height: 240, channels: 3, background: '#0a0c09' } })
    .png()
    .toBuffer();
