import { InvalidArgumentError } from '@ocelli/core';

/** Temperatures beyond these say that the examples are too few or too easy to calibrate with. */
const LOWEST = 0.1;
const HIGHEST = 10;
/** Halvings of the interval of 1/T: 9.9 / 2^48 is below the precision of what is measured by far. */
const HALVINGS = 48;

/** Logits of labelled examples. */
export interface LabelledLogits {
  /** `[N, classes]`, row after row. */
  readonly logits: ArrayLike<number>;
  /** Class index of each example. `[N]` */
  readonly labels: ArrayLike<number>;
  readonly classCount: number;
}

/** A temperature and what it is worth on the examples it was fitted to. */
export interface TemperatureFit {
  /** What logits are divided by: `calibration.temperature` of a card. */
  readonly temperature: number;
  /** Mean negative log-likelihood at temperature 1. */
  readonly nllBefore: number;
  readonly nllAfter: number;
  /** The examples are too easy, too hard or too few: the best temperature lies beyond 0.1 or 10. */
  readonly isAtBound: boolean;
}

const check = ({ logits, labels, classCount }: LabelledLogits): void => {
  if (labels.length === 0 || logits.length !== labels.length * classCount) {
    throw new InvalidArgumentError({
      argument: 'logits',
      expected: `[N, ${String(classCount)}] for N labels above 0`,
      actual: `${String(logits.length)} values for ${String(labels.length)} labels`,
    });
  }
  for (let index = 0; index < logits.length; index += 1) {
    if (Number.isFinite(logits[index])) continue;
    throw new InvalidArgumentError({
      argument: `logits[${String(index)}]`,
      expected: 'a finite number',
      actual: String(logits[index]),
    });
  }
  for (let index = 0; index < labels.length; index += 1) {
    const label = labels[index] ?? -1;
    if (Number.isSafeInteger(label) && label >= 0 && label < classCount) continue;
    throw new InvalidArgumentError({
      argument: `labels[${String(index)}]`,
      expected: `an index below ${String(classCount)}`,
      actual: String(label),
    });
  }
};

/** Mean NLL of `softmax(logits * sharpness)` and its derivative by the sharpness, which is 1/T. */
const nllAt = (
  { logits, labels, classCount }: LabelledLogits,
  sharpness: number,
): { nll: number; slope: number } => {
  let nll = 0;
  let slope = 0;
  for (let row = 0; row < labels.length; row += 1) {
    const start = row * classCount;
    let largest = -Infinity;
    for (let i = start; i < start + classCount; i += 1) largest = Math.max(largest, logits[i] ?? 0);
    let total = 0;
    let weighted = 0;
    for (let i = start; i < start + classCount; i += 1) {
      const logit = (logits[i] ?? 0) - largest;
      const exponential = Math.exp(logit * sharpness);
      total += exponential;
      weighted += exponential * logit;
    }
    const own = (logits[start + (labels[row] ?? 0)] ?? 0) - largest;
    nll += Math.log(total) - own * sharpness;
    slope += weighted / total - own;
  }
  return { nll: nll / labels.length, slope: slope / labels.length };
};

/**
 * Finds the temperature from 0.1 to 10 that minimises the mean negative log-likelihood of a softmax head
 * (Guo et al. 2017). The loss is convex in 1/T, so that bisection of its slope finds the one minimum.
 * Fit it on examples that the model was not trained on.
 *
 * @throws InvalidArgumentError for dims that do not fit, unknown labels and logits that are not finite.
 */
export const fitTemperature = (examples: LabelledLogits): TemperatureFit => {
  check(examples);
  let low = 1 / HIGHEST;
  let high = 1 / LOWEST;
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (low + high) / 2;
    if (nllAt(examples, middle).slope > 0) high = middle;
    else low = middle;
  }
  const sharpness = (low + high) / 2;
  const isAtBound =
    nllAt(examples, 1 / LOWEST).slope <= 0 || nllAt(examples, 1 / HIGHEST).slope >= 0;
  return {
    isAtBound,
    temperature: 1 / sharpness,
    nllBefore: nllAt(examples, 1).nll,
    nllAfter: nllAt(examples, sharpness).nll,
  };
};
