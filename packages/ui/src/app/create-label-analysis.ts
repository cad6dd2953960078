import type { Frame } from '@ocelli/core';
import {
  type CameraItem,
  classifyLatest,
  type FrameClassifier,
  regionOfInterest,
  smoothProbabilities,
  stableLabel,
} from '@ocelli/rx';
import { catchError, EMPTY, from, type Observable, tap } from 'rxjs';
import type { Analysis, AnalysisContext, Score } from './page-definition.js';
import { regionOf } from './region-of.js';

/** One answer for the whole picture: smoothed over time, and steady. */
export const createLabelAnalysis = ({ mode, classifier, reports }: AnalysisContext): Analysis => {
  const { card, enterThreshold, unknownLabels = [] } = mode;
  const latest: FrameClassifier = {
    classify: (frame, options) => {
      const loaded = classifier();
      if (loaded === undefined) return EMPTY;
      reports.looking(frame);
      return from(loaded.classify(frame, options)).pipe(
        catchError((error: unknown) => {
          if (!options.signal.aborted) reports.failed(error);
          return EMPTY;
        }),
      );
    },
  };
  return {
    watch: (items: Observable<CameraItem>) => {
      let steady: string | undefined;
      const answer = (next: Score | undefined): void => {
        steady = next?.label;
        reports.answered(next);
      };
      return items.pipe(
        regionOfInterest(({ frame }) => regionOf(mode, frame)),
        classifyLatest(latest),
        smoothProbabilities(card),
        stableLabel({ enterThreshold, leaveThreshold: enterThreshold / 2, unknownLabels }),
        tap((item) => {
          if (item.kind === 'decision') {
            const { scores } = item.classification;
            reports.observed({ scores, marks: [] });
            const now = scores.find(({ label }) => label === steady);
            if (now !== undefined) reports.answered(now);
          } else if (item.kind === 'entered' || item.kind === 'changed') {
            const { label, score } = item;
            answer({ label, score });
            reports.recognised({ label, score, sequence: item.decision.sequence });
          } else if (item.kind === 'left') {
            answer(undefined);
          }
        }),
      );
    },
    look: async (frame: Frame, loaded, signal) => {
      const { top, scores } = await loaded.classify(frame, {
        regionOfInterest: regionOf(mode, frame),
        signal,
      });
      const isSure = top.score >= enterThreshold && !unknownLabels.includes(top.label);
      return { scores, marks: [], answer: isSure ? top : undefined };
    },
  };
};
