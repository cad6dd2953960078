import { InvalidArgumentError } from '@ocelli/core';
import type { SignLook } from '../propose/sign-look.js';
import type { SignProposer } from '../propose/create-sign-proposer.js';
import type { CropMargin } from '../region/with-margin.js';
import type { TrackerConfig } from '../track/tracker-config.js';

export interface SignFinderOptions<L extends string = string> {
  /** Default: `createSignProposer()`. */
  readonly proposer?: SignProposer;
  readonly tracker?: TrackerConfig;
  /**
   * What each label looks like. A region whose scores go to labels of another look is no sign. Default: labels may
   * look like anything.
   */
  readonly looks?: Readonly<Partial<Record<L, SignLook>>>;
  /**
   * What the classifier was trained to see round a sign. Default: a tenth of its side and 5 pixels at least, as in
   * the photos of GTSRB.
   */
  readonly margin?: CropMargin;
  /** Smallest fused score of a label that enters. Default 0.8. */
  readonly enterScore?: number;
  /** Smallest mean share of the scores that has to go to labels of the region's look. Default 0.5. */
  readonly minLookShare?: number;
  /** Smallest mean outline score of a track that is named. Default 0.75. */
  readonly minOutlineScore?: number;
  /** A label enters after this many crops. Default 4. */
  readonly minCrops?: number;
  /** At most this many regions are classified per frame; the others wait for the next ones. Default 4. */
  readonly maxCropsPerFrame?: number;
}

export type SignFinderRules<L extends string> = Required<
  Omit<SignFinderOptions<L>, 'proposer' | 'tracker' | 'looks'>
>;

/** Checks the numbers and fills in their defaults. Throws InvalidArgumentError. */
export const resolveSignFinder = <L extends string>({
  margin = { share: 0.1, minPixels: 5 },
  enterScore = 0.8,
  minLookShare = 0.5,
  minOutlineScore = 0.75,
  minCrops = 4,
  maxCropsPerFrame = 4,
}: SignFinderOptions<L>): SignFinderRules<L> => {
  const fail = (argument: string, expected: string, actual: number): never => {
    throw new InvalidArgumentError({
      argument: `options.${argument}`,
      expected,
      actual: String(actual),
    });
  };
  for (const [name, value] of Object.entries({ enterScore, minLookShare, minOutlineScore })) {
    if (!(value >= 0 && value <= 1)) fail(name, 'from 0 to 1', value);
  }
  for (const [name, value] of Object.entries({ minCrops, maxCropsPerFrame })) {
    if (!Number.isSafeInteger(value) || value < 1) fail(name, 'a positive integer', value);
  }
  const { share, minPixels } = margin;
  for (const [name, value] of Object.entries({ share, minPixels })) {
    if (!(value >= 0 && value < Infinity)) fail(`margin.${name}`, 'a number of 0 or more', value);
  }
  return { margin, enterScore, minLookShare, minOutlineScore, minCrops, maxCropsPerFrame };
};
