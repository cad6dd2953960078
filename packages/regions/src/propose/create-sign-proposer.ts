import { InvalidArgumentError, type PixelBuffer, TURNS } from '@ocelli/core';
import { createColouredSearch } from './create-coloured-search.js';
import { createDiscSearch } from './create-disc-search.js';
import { createGridReader } from './create-grid-reader.js';
import type { RegionProposal } from './region-proposal.js';
import { suppressOverlaps } from './suppress-overlaps.js';

export interface SignProposerOptions {
  /** Smallest side of a sign, as a share of the frame's longer side. Default 1/32: 20 pixels of 640. */
  readonly minSide?: number;
  /** Largest side of a sign, as a share of the frame's shorter side. Default 0.6. */
  readonly maxSide?: number;
  /** Largest number of proposals per frame. Default 12. */
  readonly limit?: number;
  /** Smallest overlap, 0..1, of a coloured region with the outline of a sign. Default 0.7. */
  readonly minOutlineFit?: number;
  /** Smallest share of a disc's edge that has to be seen where colour says nothing, 0..1. Default 0.7. */
  readonly minEdgeShare?: number;
}

/** Finds where in a frame there may be traffic signs. */
export interface SignProposer {
  /**
   * The places that look like signs, best first; overlapping ones are suppressed. The frame is only read.
   *
   * @throws FrameClosedError
   */
  propose(frame: PixelBuffer): readonly RegionProposal[];
}

/** Smallest side of a sign in cells: fewer do not show an outline. */
const MIN_CELLS = 10;

const checkOptions = (options: Required<SignProposerOptions>): void => {
  const { limit, ...shares } = options;
  for (const [name, value] of Object.entries(shares)) {
    if (value > 0 && value <= 1) continue;
    throw new InvalidArgumentError({
      argument: `options.${name}`,
      expected: 'above 0 and at most 1',
      actual: String(value),
    });
  }
  if (Number.isSafeInteger(limit) && limit >= 1) return;
  throw new InvalidArgumentError({
    argument: 'options.limit',
    expected: 'a positive integer',
    actual: String(limit),
  });
};

/**
 * Makes a proposer of traffic signs: red, blue and yellow regions whose outline is that of a sign, and discs by their
 * edge, which finds the white ones. It works on cells of two or more pixels, so that the cost does not grow
 * with the frame's size, reads all pixel formats, and knows no label. Frames in gray give discs without colour only.
 *
 * Buffers are allocated for the first frame and for frames of another size.
 *
 * @throws InvalidArgumentError for options out of range.
 *
 * @example
 * const proposer = createSignProposer();
 * for (const { box, look } of proposer.propose(frame)) draw(box, look);
 */
export const createSignProposer = ({
  minSide = 1 / 32,
  maxSide = 0.6,
  limit = 12,
  minOutlineFit = 0.7,
  minEdgeShare = 0.7,
}: SignProposerOptions = {}): SignProposer => {
  checkOptions({ minSide, maxSide, limit, minOutlineFit, minEdgeShare });
  const readGrid = createGridReader();
  const findColoured = createColouredSearch();
  const findDiscs = createDiscSearch();
  return {
    propose: (frame) => {
      const { swapsAxes } = TURNS[frame.orientation];
      const [width, height] = swapsAxes ? [frame.height, frame.width] : [frame.width, frame.height];
      const smallest = minSide * Math.max(width, height);
      const sides = { min: smallest, max: maxSide * Math.min(width, height) };
      const grid = readGrid(frame, Math.max(2, 2 * Math.floor(smallest / MIN_CELLS / 2)));
      const found: RegionProposal[] = [];
      findColoured(grid, sides, minOutlineFit, found);
      findDiscs(grid, sides, minEdgeShare, found);
      return suppressOverlaps(found, limit);
    },
  };
};
