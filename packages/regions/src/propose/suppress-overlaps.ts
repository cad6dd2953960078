import type { RegionOfInterest } from '@ocelli/core';
import { intersectionOverUnion } from '../region/intersection-over-union.js';
import type { RegionProposal } from './region-proposal.js';

const MAX_OVERLAP = 0.3;

/** Whether the middle of `inner` lies in `outer`, and `inner` is the smaller one. */
const isInside = (inner: RegionOfInterest, outer: RegionOfInterest): boolean => {
  const [x, y] = [inner.x + inner.width / 2, inner.y + inner.height / 2];
  return (
    inner.width * inner.height < outer.width * outer.height &&
    x > outer.x &&
    x < outer.x + outer.width &&
    y > outer.y &&
    y < outer.y + outer.height
  );
};

/** Colour says more than an edge. */
const PLAIN_MALUS = 0.1;

/** How good a proposal is beside others at its place: the larger of two that fit alike is the whole sign. */
const rank = ({ score, box, look }: RegionProposal): number =>
  score + 0.04 * Math.log2(box.width) - (look === 'barred-disc' ? PLAIN_MALUS : 0);

/** The best proposal of each place (non-max suppression), best first, at most `limit`. */
export const suppressOverlaps = (
  proposals: readonly RegionProposal[],
  limit: number,
): readonly RegionProposal[] => {
  const kept: RegionProposal[] = [];
  for (const proposal of [...proposals].sort((a, b) => rank(b) - rank(a))) {
    const isTaken = kept.some(
      ({ box }) =>
        intersectionOverUnion(box, proposal.box) > MAX_OVERLAP || isInside(proposal.box, box),
    );
    if (!isTaken) kept.push(proposal);
    if (kept.length === limit) break;
  }
  return kept;
};
