export { type CropMargin, withMargin } from './region/with-margin.js';
export { intersectionOverUnion } from './region/intersection-over-union.js';

export {
  createSignProposer,
  type SignProposer,
  type SignProposerOptions,
} from './propose/create-sign-proposer.js';
export type { RegionProposal } from './propose/region-proposal.js';
export { SIGN_LOOKS, type SignLook } from './propose/sign-look.js';

export {
  createTracker,
  type TrackEvent,
  type Tracker,
  type TrackerUpdate,
} from './track/create-tracker.js';
export type { RegionTrack } from './track/region-track.js';
export type { TrackerConfig } from './track/tracker-config.js';

export {
  createSignFinder,
  type FindOptions,
  type RegionClassifier,
  type SignFinder,
  type SignFindings,
  type SignSighting,
} from './find/create-sign-finder.js';
export type { SignChanged, SignEntered, SignEvent, SignLeft } from './find/sign-event.js';
export type { SignFinderOptions } from './find/sign-finder-options.js';
export { GERMAN_SIGN_LOOKS } from './german-sign-looks.js';
