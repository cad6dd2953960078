import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import { InvalidLogitsError } from '../errors/session-errors.js';

/** The largest logit. Throws InvalidLogitsError where there is none that a probability can be computed from. */
const largestOf = (logits: Float64Array): number => {
  let largest = -Infinity;
  logits.forEach((value, index) => {
    if (Number.isNaN(value) || value === Infinity) throw new InvalidLogitsError({ index, value });
    if (value > largest) largest = value;
  });
  if (logits.length > 0 && largest === -Infinity) {
    throw new InvalidLogitsError({ index: 0, value: -Infinity });
  }
  return largest;
};

/**
 * Probabilities of logits, `exp(x[i] / T) / sum_j exp(x[j] / T)`, in double precision; none of no logits.
 * A logit of -Infinity (a masked class) has probability 0.
 *
 * The largest logit is subtracted first, so that no exponential overflows. `temperature` T > 0 is the
 * calibration of Guo et al. 2017 (https://arxiv.org/abs/1706.04599).
 *
 * @throws InvalidArgumentError for a temperature that is not a finite number above 0, InvalidLogitsError for NaN
 * and +Infinity, and when all logits are -Infinity.
 */
export const softmax = (
  logits: ArrayLike<number>,
  { temperature = 1 }: { temperature?: number } = {},
): Float64Array => {
  if (!Number.isFinite(temperature) || temperature <= 0) {
    throw new InvalidArgumentError({
      argument: 'options.temperature',
      expected: 'a finite number above 0',
      actual: String(temperature),
    });
  }
  const probabilities = new Float64Array(logits);
  const largest = largestOf(probabilities);
  let sum = 0;
  for (let i = 0; i < probabilities.length; i += 1) {
    const exponential = Math.exp(((probabilities[i] ?? 0) - largest) / temperature);
    probabilities[i] = exponential;
    sum += exponential;
  }
  for (let i = 0; i < probabilities.length; i += 1)
    probabilities[i] = (probabilities[i] ?? 0) / sum;
  return probabilities;
};
