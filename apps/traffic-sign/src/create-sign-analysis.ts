import type { Classification, Classifier, Frame, RegionOfInterest } from '@ocelli/core';
import {
  createSignFinder,
  GERMAN_SIGN_LOOKS,
  type RegionClassifier,
  type SignFinder,
  type SignFinderOptions,
  type SignSighting,
} from '@ocelli/regions';
import { classifyLatest, type FrameClassifier } from '@ocelli/rx';
import type { Analysis, AnalysisContext, AnalysisReports, Mark, Score } from '@ocelli/ui';
import { defer, EMPTY, of, catchError, mergeMap, tap } from 'rxjs';

/** How long a sign that has passed stays the answer, in microseconds: long enough to be read. */
const HOLD_US = 2_500_000;
/** A picture of a sign and hardly anything else, as in GTSRB, is no scene to search. */
const CROP_SIDE = 300;
const CROP_SCORE = 0.9;
/** A still picture is shown to the finder as that many frames, for tracks to be confirmed. */
const STILL_FRAMES = 6;
const STILL_INTERVAL_US = 100_000;

const areaOf = ({ width, height }: RegionOfInterest): number => width * height;

const byArea = (a: SignSighting, b: SignSighting): number => areaOf(b.box) - areaOf(a.box);

const markOf = ({ trackId, box, label, score }: SignSighting): Mark => ({
  id: trackId,
  box,
  label,
  score,
});

/** A classifier that remembers what it said of the largest crop since `take`. */
const createListener = (classifier: Classifier) => {
  let largest: { readonly area: number; readonly classification: Classification } | undefined;
  const listened: RegionClassifier<string> = {
    card: classifier.card,
    classify: async (frame, options) => {
      const classification = await classifier.classify(frame, options);
      const area = options?.regionOfInterest ? areaOf(options.regionOfInterest) : 0;
      if (largest === undefined || area > largest.area) largest = { area, classification };
      return classification;
    },
  };
  return {
    listened,
    take: (): Classification | undefined => {
      const taken = largest?.classification;
      largest = undefined;
      return taken;
    },
  };
};

const createFinder = (
  classifier: RegionClassifier<string>,
  options: SignFinderOptions = {},
): SignFinder => createSignFinder(classifier, { looks: GERMAN_SIGN_LOOKS, ...options });

/** The nearest named sign is the answer, and stays it for a moment when it has passed. */
const createAnswerHold = (reports: AnalysisReports) => {
  let heldUntilUs = -Infinity;
  return (sightings: readonly SignSighting[], capturedUs: number): void => {
    const nearest = sightings.filter(({ label }) => label !== undefined).sort(byArea)[0];
    if (nearest?.label !== undefined) {
      heldUntilUs = capturedUs + HOLD_US;
      reports.answered({ label: nearest.label, score: nearest.score });
    } else if (capturedUs > heldUntilUs) {
      reports.answered(undefined);
    }
  };
};

/** Finds the signs of one camera, frame by frame, with whichever classifier is loaded. */
const createLiveFinder = ({ classifier, reports }: AnalysisContext) => {
  let finder: SignFinder | undefined;
  let listener: ReturnType<typeof createListener> | undefined;
  let known: Classifier | undefined;
  const answer = createAnswerHold(reports);

  const find = async (
    frame: Frame,
    loaded: Classifier,
    signal: AbortSignal,
  ): Promise<Classification | undefined> => {
    if (loaded !== known || finder === undefined || listener === undefined) {
      known = loaded;
      listener = createListener(loaded);
      finder = createFinder(listener.listened);
    }
    const { sightings, events } = await finder.find(frame, { signal });
    const classification = listener.take();
    const scores = classification?.scores.slice(0, 5);
    reports.observed({ scores: scores ?? [], marks: sightings.map(markOf) });
    answer(sightings, frame.timestampUs);
    for (const event of events) {
      if (event.kind === 'left') continue;
      const { label, score, box } = event;
      reports.recognised({ label, score, box, sequence: frame.sequence });
    }
    return classification;
  };
  const latest: FrameClassifier = {
    classify: (frame, { signal }) => {
      const loaded = classifier();
      if (loaded === undefined) return EMPTY;
      reports.looking(frame);
      return defer(() => find(frame, loaded, signal)).pipe(
        mergeMap((classification) => (classification === undefined ? EMPTY : of(classification))),
        catchError((error: unknown) => {
          if (!signal.aborted) reports.failed(error);
          return EMPTY;
        }),
      );
    },
  };
  return { latest, reset: () => finder?.reset() };
};

const lookAtCrop = async (
  frame: Frame,
  classifier: Classifier,
  signal: AbortSignal,
): Promise<{ readonly scores: readonly Score[]; readonly answer: Score | undefined }> => {
  const { scores, top } = await classifier.classify(frame, { signal });
  return { scores, answer: top.score >= CROP_SCORE ? top : undefined };
};

/** Finds the signs in one picture. */
const lookAt = async (frame: Frame, classifier: Classifier, signal: AbortSignal) => {
  const { listened, take } = createListener(classifier);
  const finder = createFinder(listened, { minCrops: 1, maxCropsPerFrame: 12 });
  let sightings: readonly SignSighting[] = [];
  for (let index = 0; index < STILL_FRAMES; index += 1) {
    const capturedUs = index * STILL_INTERVAL_US;
    ({ sightings } = await finder.find(frame, { capturedUs, signal }));
  }
  const nearest = sightings.filter(({ label }) => label !== undefined).sort(byArea)[0];
  const isCrop = Math.max(frame.width, frame.height) <= CROP_SIDE;
  if (nearest?.label === undefined && isCrop) {
    return { marks: [], ...(await lookAtCrop(frame, classifier, signal)) };
  }
  const answer =
    nearest?.label === undefined ? undefined : { label: nearest.label, score: nearest.score };
  return { scores: take()?.scores.slice(0, 5) ?? [], marks: sightings.map(markOf), answer };
};

/** Finds, follows and names the signs in the whole picture. */
export const createSignAnalysis = (context: AnalysisContext): Analysis => ({
  watch: (items) =>
    defer(() => {
      const { latest, reset } = createLiveFinder(context);
      return items.pipe(
        tap(({ kind }) => {
          // What was followed before the camera was away is somewhere else now.
          if (kind === 'health') reset();
        }),
        classifyLatest(latest),
      );
    }),
  look: lookAt,
});
