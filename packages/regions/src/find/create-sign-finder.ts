import {
  type Classifier,
  type Frame,
  InvalidArgumentError,
  type RegionOfInterest,
  TURNS,
} from '@ocelli/core';
import { createSignProposer } from '../propose/create-sign-proposer.js';
import type { SignLook } from '../propose/sign-look.js';
import { withMargin } from '../region/with-margin.js';
import { createTracker } from '../track/create-tracker.js';
import type { RegionTrack } from '../track/region-track.js';
import type { SignEvent } from './sign-event.js';
import { resolveSignFinder, type SignFinderOptions } from './sign-finder-options.js';
import { TrackEvidence } from './track-evidence.js';

/** What the finder needs of a classifier. */
export type RegionClassifier<L extends string> = Pick<Classifier<L>, 'classify'> & {
  readonly card: Pick<Classifier<L>['card'], 'labels'>;
};

/** A region that was found on a frame and is followed. */
export interface SignSighting<L extends string = string> {
  readonly trackId: number;
  /** Without a margin, in pixels of the upright picture. */
  readonly box: RegionOfInterest;
  readonly look: SignLook;
  /** The label that entered; undefined while there is none, and for what is no sign. */
  readonly label: L | undefined;
  /** Score of the best label so far, 0 before the first crop. */
  readonly score: number;
}

/** What one frame has shown. */
export interface SignFindings<L extends string = string> {
  readonly sightings: readonly SignSighting<L>[];
  readonly events: readonly SignEvent<L>[];
}

export interface FindOptions {
  /** Capture time in microseconds. Default: the frame's own. */
  readonly capturedUs?: number;
  readonly signal?: AbortSignal;
}

export interface SignFinder<L extends string = string> {
  /**
   * Finds, follows and names the signs of the next frame of a camera. The frame is read before the call returns and
   * stays the caller's to close.
   *
   * @throws FrameClosedError, and what the classifier throws; the tracks then go on with the next frame.
   */
  find(frame: Frame, options?: FindOptions): Promise<SignFindings<L>>;
  /** Ends all tracks, as when a camera was away; named signs leave. */
  reset(): readonly SignEvent<L>[];
}

interface NamedTrack<L extends string> {
  readonly evidence: TrackEvidence;
  label: L | undefined;
  score: number;
  /** Capture time of its latest crop. */
  croppedUs: number;
}

/** Signs of this height and higher weigh 1, smaller ones as much less as they are smaller. */
const FULL_WEIGHT_HEIGHT = 48;

/** Whether a part of the sign may be outside the picture. */
const isCutOff = ({ x, y, width, height }: RegionOfInterest, frame: Frame): boolean => {
  const { swapsAxes } = TURNS[frame.orientation];
  const [wide, high] = swapsAxes ? [frame.height, frame.width] : [frame.width, frame.height];
  const slack = wide / 320;
  return x < slack || y < slack || x + width > wide - slack || y + height > high - slack;
};

/**
 * Makes a finder of traffic signs in whole frames of one camera: proposals by colour and outline, tracks, and a
 * classifier that names each track from all its crops. What the classifier names without being sure, or against the
 * region's look, is no sign: it has no label.
 *
 * @throws InvalidArgumentError for options out of range, and for looks of labels that the card does not have.
 *
 * @example
 * const finder = createSignFinder(classifier, { looks: GERMAN_SIGN_LOOKS });
 * const { events } = await finder.find(frame);
 */
export const createSignFinder = <const L extends string>(
  classifier: RegionClassifier<L>,
  options: SignFinderOptions<NoInfer<L>> = {},
): SignFinder<L> => {
  const rules = resolveSignFinder(options);
  const { labels } = classifier.card;
  const looks = looksOf(labels, options.looks);
  const proposer = options.proposer ?? createSignProposer();
  const tracker = createTracker(options.tracker);
  const named = new Map<number, NamedTrack<L>>();

  const nameOf = ({ id }: RegionTrack): NamedTrack<L> => {
    const known = named.get(id);
    if (known !== undefined) return known;
    const evidence = new TrackEvidence(labels.length);
    const fresh: NamedTrack<L> = { evidence, label: undefined, score: 0, croppedUs: -Infinity };
    named.set(id, fresh);
    return fresh;
  };

  /** Takes the label that the evidence speaks for; an event when it is another than before. */
  const settle = (track: RegionTrack, name: NamedTrack<L>, capturedUs: number): SignEvent<L>[] => {
    const { look } = track;
    const fused = name.evidence.fuse((index) => (looks[index] ?? look) === look);
    const label = fused === undefined ? undefined : labels[fused.index];
    if (fused === undefined || label === undefined) return [];
    name.score = fused.score;
    const isSure =
      track.isConfirmed &&
      fused.crops >= rules.minCrops &&
      fused.score >= rules.enterScore &&
      fused.lookShare >= rules.minLookShare &&
      track.score >= rules.minOutlineScore;
    if (!isSure || label === name.label) return [];
    const from = name.label;
    name.label = label;
    const fields = { trackId: track.id, label, box: track.box, capturedUs, sinceUs: track.firstUs };
    const { score } = fused;
    return from === undefined
      ? [{ kind: 'entered', ...fields, score }]
      : [{ kind: 'changed', from, ...fields, score }];
  };

  const leave = (track: RegionTrack, capturedUs: number): SignEvent<L>[] => {
    const label = named.get(track.id)?.label;
    named.delete(track.id);
    if (label === undefined) return [];
    const { id: trackId, box, firstUs: sinceUs } = track;
    return [{ kind: 'left', trackId, label, box, capturedUs, sinceUs }];
  };

  /** Classifies a region. Its preprocessing reads the frame before this returns. */
  const crop = async (frame: Frame, track: RegionTrack, signal: AbortSignal | undefined) => {
    const { box } = track;
    const { evidence } = nameOf(track);
    const classification = await classifier.classify(frame, {
      regionOfInterest: withMargin(box, rules.margin),
      topK: labels.length,
      ...(signal === undefined ? {} : { signal }),
    });
    const weight = Math.min(1, box.height / FULL_WEIGHT_HEIGHT);
    evidence.add(classification, weight);
  };

  /** The regions of a frame that are classified: those that waited longest, larger ones first. */
  const chooseCrops = (found: readonly RegionTrack[], frame: Frame): readonly RegionTrack[] =>
    found
      .filter(({ hits, box }) => hits > 1 && !isCutOff(box, frame))
      .sort((a, b) => nameOf(a).croppedUs - nameOf(b).croppedUs || b.box.height - a.box.height)
      .slice(0, rules.maxCropsPerFrame);

  return {
    find: async (frame, { capturedUs = frame.timestampUs, signal } = {}) => {
      const { found, events: ends } = tracker.update(proposer.propose(frame), capturedUs);
      const chosen = chooseCrops(found, frame);
      for (const track of chosen) nameOf(track).croppedUs = capturedUs;
      await Promise.all(chosen.map((track) => crop(frame, track, signal)));
      const events = [
        ...ends.flatMap(({ kind, track }) =>
          kind === 'disappeared' ? leave(track, capturedUs) : [],
        ),
        ...found.flatMap((track) => settle(track, nameOf(track), capturedUs)),
      ];
      const sightings = found
        .filter(({ isConfirmed }) => isConfirmed)
        .map((track) => {
          const { label, score } = nameOf(track);
          return { trackId: track.id, box: track.box, look: track.look, label, score };
        });
      return { sightings, events };
    },
    reset: () => {
      const events = tracker.reset().flatMap(({ track }) => leave(track, track.lastUs));
      named.clear();
      return events;
    },
  };
};

/** The look of each label, in the order of the card. */
const looksOf = <L extends string>(
  labels: readonly L[],
  looks: Readonly<Partial<Record<L, SignLook>>> | undefined,
): readonly (SignLook | undefined)[] => {
  if (looks === undefined) return labels.map(() => undefined);
  const unknown = Object.keys(looks).find(
    (label) => !(labels as readonly string[]).includes(label),
  );
  if (unknown !== undefined) {
    throw new InvalidArgumentError({
      argument: 'options.looks',
      expected: 'looks of labels of the card',
      actual: `"${unknown}"`,
    });
  }
  return labels.map((label) => looks[label]);
};
