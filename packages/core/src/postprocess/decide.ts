import type { ModelCard } from '../card/model-card.js';
import type { LabelScore } from '../classifier/classification.js';
import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import { InvalidLogitsError, LabelCountMismatchError } from '../errors/session-errors.js';
import { sigmoid } from './sigmoid.js';
import { softmax } from './softmax.js';
import { topK } from './top-k.js';

const DEFAULT_TOP_K = 5;
/** What rounding to float16 or 8 bits may add to a probability. */
const PROBABILITY_SLACK = 1e-2;

/** The part of a card that a decision is made with. */
export type DecisionConfig<L extends string = string> = Pick<
  ModelCard<L>,
  'labels' | 'head' | 'calibration'
>;

/** What may differ from decision to decision; each replaces the same field of the head as a whole. */
export interface DecideOptions<L extends string = string> {
  readonly topK?: number;
  readonly threshold?: number | Readonly<Partial<Record<L, number>>>;
  readonly allow?: readonly L[];
  readonly deny?: readonly L[];
}

/** Labels with their scores; the fields are those of `Classification`. */
export interface Decision<L extends string = string> {
  readonly top: LabelScore<L>;
  readonly scores: readonly LabelScore<L>[];
  readonly accepted: readonly LabelScore<L>[];
}

const checkValues = (values: ArrayLike<number>, areProbabilities: boolean): void => {
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? NaN;
    if (!Number.isFinite(value)) throw new InvalidLogitsError({ index, value });
    if (areProbabilities && (value < -PROBABILITY_SLACK || value > 1 + PROBABILITY_SLACK)) {
      throw new InvalidLogitsError({
        index,
        value,
        expected: 'probabilities from 0 to 1, as head.values of the card says',
        remedy: "Set head.values to 'logits' when the graph does not end in a softmax or sigmoid.",
      });
    }
  }
};

const clamp = (probability: number): number => Math.min(Math.max(probability, 0), 1);

/**
 * Scores of all labels. Logits are divided by the temperature before the softmax or sigmoid.
 * Probabilities stay as they are without a calibration; with one, their logits are recovered first, up
 * to a constant that the softmax removes: `log p`, and `log p - log(1 - p)` for a sigmoid.
 */
const scoresOf = (
  values: ArrayLike<number>,
  { head, calibration }: Pick<DecisionConfig, 'head' | 'calibration'>,
): Float64Array => {
  const temperature = calibration?.temperature ?? 1;
  let logits = new Float64Array(values);
  if (head.values === 'probabilities') {
    const probabilities = logits.map(clamp);
    if (temperature === 1) return probabilities;
    logits = probabilities.map((p) =>
      head.kind === 'softmax' ? Math.log(p) : Math.log(p) - Math.log1p(-p),
    );
  }
  if (head.kind === 'softmax') return softmax(logits, { temperature });
  return logits.map((logit) => sigmoid(logit / temperature));
};

const checkLabels = (
  argument: string,
  named: readonly string[],
  labels: readonly string[],
): void => {
  const unknown = named.find((label) => !labels.includes(label));
  if (unknown !== undefined) {
    throw new InvalidArgumentError({
      argument,
      expected: 'labels of the card',
      actual: `"${unknown}"`,
    });
  }
};

const checkOptions = (options: DecideOptions, labels: readonly string[]): void => {
  if (options.allow !== undefined) checkLabels('options.allow', options.allow, labels);
  if (options.deny !== undefined) checkLabels('options.deny', options.deny, labels);
  const { topK: count, threshold } = options;
  if (count !== undefined && (!Number.isSafeInteger(count) || count < 1)) {
    throw new InvalidArgumentError({
      argument: 'options.topK',
      expected: 'a positive integer',
      actual: String(count),
    });
  }
  if (threshold === undefined) return;
  if (typeof threshold !== 'number') {
    checkLabels('options.threshold', Object.keys(threshold), labels);
  }
  for (const value of typeof threshold === 'number' ? [threshold] : Object.values(threshold)) {
    if (value !== undefined && !(value >= 0 && value <= 1)) {
      throw new InvalidArgumentError({
        argument: 'options.threshold',
        expected: 'from 0 to 1',
        actual: String(value),
      });
    }
  }
};

/** 1 for each label that may be named; undefined when all may. */
const candidatesOf = (
  labels: readonly string[],
  allow: readonly string[] | undefined,
  deny: readonly string[] | undefined,
): Uint8Array | undefined => {
  if (allow === undefined && deny === undefined) return undefined;
  const allowed = new Set(allow ?? labels);
  const denied = new Set(deny);
  const isCandidate = Uint8Array.from(labels, (label) =>
    allowed.has(label) && !denied.has(label) ? 1 : 0,
  );
  if (!isCandidate.includes(1)) {
    throw new InvalidArgumentError({
      argument: 'options.allow',
      expected: 'a list that leaves at least one label that is not denied',
      actual: `[${allow?.join(', ') ?? 'all'}] without [${deny?.join(', ') ?? ''}]`,
    });
  }
  return isCandidate;
};

/**
 * Makes the decision on one picture from the values of the model's output, one per label. Scores are
 * those of all labels: labels that may not be named keep their share, so the rest need not sum to 1.
 *
 * @throws LabelCountMismatchError, InvalidLogitsError (NaN or infinite values, or none that are
 * probabilities where the card says so), InvalidArgumentError for options that name unknown labels,
 * leave no label or hold a threshold outside 0..1.
 *
 * @example
 * decide(card, logits, { topK: 3 }).top.label;
 */
export const decide = <L extends string>(
  card: DecisionConfig<L>,
  values: ArrayLike<number>,
  options: DecideOptions<L> = {},
): Decision<L> => {
  const { labels, head } = card;
  if (values.length !== labels.length) {
    throw new LabelCountMismatchError({ labelCount: labels.length, logitCount: values.length });
  }
  checkOptions(options, labels);
  checkValues(values, head.values === 'probabilities');
  const scores = scoresOf(values, card);
  const isCandidate = candidatesOf(labels, options.allow ?? head.allow, options.deny ?? head.deny);
  const ranked = (k: number): LabelScore<L>[] =>
    topK(scores, k, isCandidate === undefined ? {} : { isCandidate }).map((index) => ({
      label: labels[index] as L,
      index,
      score: scores[index] as number,
    }));

  const threshold = options.threshold ?? head.threshold;
  const usual = head.kind === 'softmax' ? 0 : 0.5;
  const isAccepted = ({ label, score }: LabelScore<L>): boolean =>
    score >= (typeof threshold === 'number' ? threshold : (threshold?.[label] ?? usual));

  const best = ranked(options.topK ?? head.topK ?? DEFAULT_TOP_K);
  const top = best[0] as LabelScore<L>;
  const accepted = (head.kind === 'softmax' ? [top] : ranked(labels.length)).filter(isAccepted);
  return { top, scores: best, accepted };
};
