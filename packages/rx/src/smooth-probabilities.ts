import { type Classification, decide, type DecisionConfig } from '@ocelli/core';
import { defer, map, type Observable } from 'rxjs';
import { checkNumber } from './check-number.js';
import type { CameraItem, PassOn } from './items/camera-item.js';
import type { FrameDecision } from './items/frame-decision.js';

/** Probabilities nearer to 0 or 1 than this count as this near, for their logits would be infinite. */
const MIN_PROBABILITY = 1e-6;

export interface SmoothProbabilitiesConfig {
  /** After this many milliseconds of capture time a change has come through by 63 %. Default 300. */
  readonly timeConstantMs?: number;
}

/** The head's output as logits, up to a constant that a softmax removes. `[labels]` */
const logitsOf = (values: Float32Array, { head }: DecisionConfig): Float64Array => {
  const logits = Float64Array.from(values);
  if (head.values !== 'probabilities') return logits;
  return logits.map((value) => {
    const p = Math.min(Math.max(value, MIN_PROBABILITY), 1 - MIN_PROBABILITY);
    return head.kind === 'softmax' ? Math.log(p) : Math.log(p) - Math.log1p(-p);
  });
};

const createSmoother = <L extends string>(card: DecisionConfig<L>, timeConstantUs: number) => {
  const logitCard: DecisionConfig<L> = { ...card, head: { ...card.head, values: 'logits' } };
  let mean: Float64Array | undefined;
  let lastUs = 0;
  return {
    reset(): void {
      mean = undefined;
    },
    smooth({ capturedUs, classification }: FrameDecision<L>): Classification<L> {
      const logits = logitsOf(classification.logits, card);
      const elapsed = capturedUs - lastUs;
      lastUs = capturedUs;
      // A camera that restarted may count from 0 again.
      if (mean === undefined || elapsed < 0) mean = logits;
      else {
        const weight = -Math.expm1(-elapsed / timeConstantUs);
        mean = mean.map((value, index) => value + weight * ((logits[index] ?? 0) - value));
      }
      const smoothed = decide(logitCard, mean);
      return { ...classification, ...smoothed, logits: Float32Array.from(mean) };
    },
  };
};

/**
 * Averages the decisions of a camera over time, so that one odd frame does not show: an exponential moving
 * average of the logits, from which scores, thresholds and calibration of the card decide anew.
 *
 * `mean += (1 - exp(-dt / timeConstant)) * (logits - mean)`, with dt between capture times, so that the result
 * does not depend on the frame rate. It starts with the first decision, and anew when the health of the
 * camera changes and when capture times go back. Decisions must come in the order of capture. All else passes.
 *
 * ```
 * decisions              -a-b-c-|
 * smoothProbabilities    -a-m-n-|
 * ```
 *
 * @param card What the classifier was loaded with; top-k, thresholds, allow and deny are those of its head.
 * @throws InvalidArgumentError for a time constant that is not above 0. LabelCountMismatchError and
 * InvalidLogitsError, as errors of the stream, for decisions of another card.
 */
export const smoothProbabilities = <L extends string>(
  card: DecisionConfig<L>,
  { timeConstantMs = 300 }: SmoothProbabilitiesConfig = {},
): PassOn<never, L> => {
  checkNumber('config.timeConstantMs', timeConstantMs, 'positive');
  return <I extends CameraItem<L>>(source: Observable<I>) =>
    defer(() => {
      const smoother = createSmoother(card, timeConstantMs * 1000);
      return source.pipe(
        map((item: CameraItem<L>) => {
          if (item.kind === 'health') smoother.reset();
          if (item.kind !== 'decision') return item;
          return { ...item, classification: smoother.smooth(item) };
        }),
      );
    }) as Observable<CameraItem<L>> as Observable<I>;
};
