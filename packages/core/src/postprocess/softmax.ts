/**
 * Probabilities of logits, `exp(x[i] / T) / sum_j exp(x[j] / T)`, in double precision.
 *
 * The largest logit is subtracted first, so that no exponential overflows. `temperature` T > 0 is the
 * calibration of Guo et al. 2017 (https://arxiv.org/abs/1706.04599).
 */
export const softmax = (
  logits: ArrayLike<number>,
  { temperature = 1 }: { temperature?: number } = {},
): Float64Array => {
  const probabilities = new Float64Array(logits);
  let largest = -Infinity;
  for (const logit of probabilities) if (logit > largest) largest = logit;
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
