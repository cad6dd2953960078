import type { Classification } from '@ocelli/core';

/** Scores below this count as this much, so that one bad crop cannot rule a label out. */
const MIN_SCORE = 1e-3;

/** What the crops of one track have shown, fused. */
export interface FusedDecision {
  /** Position of the best label in the card. */
  readonly index: number;
  /** Its share of the geometric mean of all crops' scores, among the labels of the look, 0..1. */
  readonly score: number;
  /** Mean share of the scores that went to labels of the look, 0..1. */
  readonly lookShare: number;
  readonly crops: number;
}

/**
 * Fuses the classifications of one track: `score[l] ~ exp(sum_i w[i] log p[i][l] / sum_i w[i])`, the weighted geometric
 * mean, normalised. It does not grow with the number of crops, for those of successive frames are all but copies; and
 * what is no sign gets other labels from crop to crop, which leaves none of them with much.
 */
export class TrackEvidence {
  /** Sums over crops, weighted: of log scores and of scores. `[labels]` */
  readonly #logs: Float64Array;
  readonly #scores: Float64Array;
  #weight = 0;
  #crops = 0;

  constructor(labelCount: number) {
    this.#logs = new Float64Array(labelCount);
    this.#scores = new Float64Array(labelCount);
  }

  /** Adds a crop. Labels that `scores` does not list count as impossible. */
  add({ scores }: Pick<Classification, 'scores'>, weight: number): void {
    const floor = weight * Math.log(MIN_SCORE);
    for (let index = 0; index < this.#logs.length; index++) {
      this.#logs[index] = (this.#logs[index] ?? 0) + floor;
    }
    for (const { index, score } of scores) {
      const log = weight * Math.log(Math.max(score, MIN_SCORE));
      this.#logs[index] = (this.#logs[index] ?? 0) + log - floor;
      this.#scores[index] = (this.#scores[index] ?? 0) + weight * score;
    }
    this.#weight += weight;
    this.#crops += 1;
  }

  /** Decides among the labels of a look; undefined before the first crop, and where no label has the look. */
  fuse(isOfLook: (index: number) => boolean): FusedDecision | undefined {
    let best = -1;
    let lookScore = 0;
    for (let index = 0; index < this.#logs.length; index++) {
      if (!isOfLook(index)) continue;
      lookScore += this.#scores[index] ?? 0;
      if (best < 0 || (this.#logs[index] ?? 0) > (this.#logs[best] ?? 0)) best = index;
    }
    if (best < 0 || this.#crops === 0) return undefined;
    const largest = this.#logs[best] ?? 0;
    let sum = 0;
    this.#logs.forEach((log, index) => {
      if (isOfLook(index)) sum += Math.exp((log - largest) / this.#weight);
    });
    return {
      index: best,
      score: 1 / sum,
      lookShare: lookScore / this.#weight,
      crops: this.#crops,
    };
  }
}
