import {
  type Classification,
  type Classifier,
  hashPreprocess,
  type Provenance,
} from '@ocelli/core';
import { createSignFinder, GERMAN_SIGN_LOOKS, type SignFindings } from '@ocelli/regions';
import type { FrameClassifier } from '@ocelli/rx';

/** Finds signs where a stream expects a classifier of frames. */
export interface SignClassifier extends FrameClassifier {
  /** What was found on the frame of a decision of this classifier. */
  findingsOf(classification: Classification): SignFindings | undefined;
  /** Ends all tracks: the camera cannot see. */
  reset(): SignFindings['events'];
}

const provenanceOf = ({ card, executionProvider }: Classifier): Provenance => ({
  modelId: card.id,
  modelVersion: card.version,
  variant: card.variants[0]?.name ?? '',
  sha256: card.variants[0]?.file.sha256,
  executionProvider,
  preprocessHash: hashPreprocess(card.preprocess),
});

/** Looks are known of German signs; with other labels, any label may have any look. */
const looksFor = (labels: readonly string[]) =>
  Object.keys(GERMAN_SIGN_LOOKS).every((label) => labels.includes(label))
    ? { looks: GERMAN_SIGN_LOOKS }
    : {};

/**
 * Makes a classifier of whole frames out of one of single signs. `top` of a decision is the sign that is surest of
 * those in sight, with a score of 0 where there is none; all of them are its findings.
 */
export const createSignClassifier = (
  classifier: Classifier,
  now: () => number = () => performance.now(),
): SignClassifier => {
  const { labels } = classifier.card;
  const finder = createSignFinder(classifier, looksFor(labels));
  const provenance = provenanceOf(classifier);
  const findings = new WeakMap<Classification, SignFindings>();

  const toClassification = (
    found: SignFindings,
    frame: Classification['frame'],
    totalMs: number,
  ): Classification => {
    const scores = found.sightings
      .flatMap(({ label, score }) =>
        label === undefined ? [] : [{ label, index: labels.indexOf(label), score }],
      )
      .sort((one, other) => other.score - one.score);
    const timing = { queueMs: 0, preprocessMs: 0, inferenceMs: totalMs, postprocessMs: 0 };
    const classification: Classification = {
      top: scores[0] ?? { label: labels[0] ?? '', index: 0, score: 0 },
      scores,
      accepted: scores,
      logits: new Float32Array(0),
      timing: { ...timing, totalMs, batchSize: 1 },
      provenance,
      frame,
    };
    findings.set(classification, found);
    return classification;
  };

  return {
    classify: async (frame, { signal }) => {
      const startMs = now();
      const { sequence, timestampUs } = frame;
      const found = await finder.find(frame, { signal });
      return toClassification(found, { sequence, timestampUs }, now() - startMs);
    },
    findingsOf: (classification) => findings.get(classification),
    reset: () => finder.reset(),
  };
};
