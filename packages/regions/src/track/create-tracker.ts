import type { RegionOfInterest } from '@ocelli/core';
import type { RegionProposal } from '../propose/region-proposal.js';
import { intersectionOverUnion } from '../region/intersection-over-union.js';
import { MovingTrack, type RegionTrack } from './region-track.js';
import { resolveTracker, type TrackerConfig } from './tracker-config.js';

/** A region is there, or is gone. */
export interface TrackEvent {
  readonly kind: 'appeared' | 'disappeared';
  readonly track: RegionTrack;
}

/** What a frame has changed. */
export interface TrackerUpdate {
  /** All that was found on this frame, confirmed or not. */
  readonly found: readonly RegionTrack[];
  readonly events: readonly TrackEvent[];
}

export interface Tracker {
  /**
   * Takes the proposals of the next frame. When capture time goes back, all tracks end first.
   */
  update(proposals: readonly RegionProposal[], capturedUs: number): TrackerUpdate;
  /** Ends all tracks; confirmed ones disappear. */
  reset(): readonly TrackEvent[];
}

interface Pair {
  readonly track: MovingTrack;
  readonly proposal: RegionProposal;
  readonly likeness: number;
}

/** Centres may be apart by this share of the size where boxes hardly overlap, and sizes by this factor. */
const MAX_SHIFT = 0.7;
const MAX_GROWTH = 1.7;
/** A find of the same look is preferred. */
const SAME_LOOK = 0.2;

/** How well a proposal continues a track: overlap and distance of centres; 0 when it does not. */
const likenessOf = (
  predicted: RegionOfInterest,
  track: RegionTrack,
  { box, look }: RegionProposal,
): number => {
  const growth = Math.max(box.height / predicted.height, predicted.height / box.height);
  if (growth > MAX_GROWTH) return 0;
  const shift =
    Math.hypot(
      box.x + box.width / 2 - predicted.x - predicted.width / 2,
      box.y + box.height / 2 - predicted.y - predicted.height / 2,
    ) / Math.max(box.height, predicted.height);
  if (shift > MAX_SHIFT) return 0;
  const overlap = intersectionOverUnion(predicted, box);
  return overlap + (1 - shift) + (look === track.look ? SAME_LOOK : 0);
};

/**
 * Makes a tracker: proposals of successive frames become tracks with ids. Tracks move at constant speed between
 * frames; each takes the proposal that continues it best, and those left over begin new ones.
 *
 * @throws InvalidArgumentError for counts below 1 and negative times.
 */
export const createTracker = (config: TrackerConfig = {}): Tracker => {
  const { minHits, dwellUs, maxMissUs } = resolveTracker(config);
  let tracks: MovingTrack[] = [];
  let lastId = 0;
  let lastUs = -Infinity;

  const pairsOf = (proposals: readonly RegionProposal[], capturedUs: number): Pair[] =>
    tracks
      .flatMap((track) => {
        const predicted = track.predict(capturedUs);
        return proposals.map((proposal) => ({
          track,
          proposal,
          likeness: likenessOf(predicted, track, proposal),
        }));
      })
      .filter(({ likeness }) => likeness > 0)
      .sort((a, b) => b.likeness - a.likeness);

  const endTracks = (isOver: (track: MovingTrack) => boolean): TrackEvent[] => {
    const ended = tracks.filter(isOver);
    tracks = tracks.filter((track) => !isOver(track));
    return ended
      .filter(({ isConfirmed }) => isConfirmed)
      .map((track) => ({ kind: 'disappeared', track }));
  };

  return {
    update: (proposals, capturedUs) => {
      const events = capturedUs < lastUs ? endTracks(() => true) : [];
      lastUs = capturedUs;
      const taken = new Set<RegionProposal>();
      const found = new Set<MovingTrack>();
      for (const { track, proposal } of pairsOf(proposals, capturedUs)) {
        if (taken.has(proposal) || found.has(track)) continue;
        taken.add(proposal);
        found.add(track);
        track.found(proposal, capturedUs);
      }
      for (const proposal of proposals) {
        if (taken.has(proposal)) continue;
        const track = new MovingTrack(++lastId, proposal, capturedUs);
        tracks.push(track);
        found.add(track);
      }
      for (const track of found) {
        if (track.isConfirmed || track.hits < minHits) continue;
        if (capturedUs - track.firstUs < dwellUs) continue;
        track.isConfirmed = true;
        events.push({ kind: 'appeared', track });
      }
      events.push(...endTracks((track) => capturedUs - track.lastUs > maxMissUs));
      return { found: [...found], events };
    },
    reset: () => endTracks(() => true),
  };
};
