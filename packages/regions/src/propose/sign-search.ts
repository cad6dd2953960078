import type { PictureGrid } from './picture-grid.js';
import type { RegionProposal } from './region-proposal.js';

/** One way to look for signs: adds what is within `sides`, in pixels, and scores `minScore` or more to `found`. */
export type SignSearch = (
  grid: PictureGrid,
  sides: { readonly min: number; readonly max: number },
  minScore: number,
  found: RegionProposal[],
) => void;
