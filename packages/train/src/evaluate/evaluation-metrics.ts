/** How well one class is found. */
export interface ClassMetrics {
  readonly label: string;
  /** Examples of this class. */
  readonly support: number;
  /** Right among those that were called this class; null when none was. */
  readonly precision: number | null;
  /** Found among the examples of this class; null when there are none. */
  readonly recall: number | null;
  /** Harmonic mean of precision and recall; null when the class was neither there nor named. */
  readonly f1: number | null;
}

/** Examples whose highest score lies in `(from, to]`, the first bin with 0. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean highest score; null in an empty bin. */
  readonly confidence: number | null;
  /** Share of right answers; null in an empty bin. */
  readonly accuracy: number | null;
}

/** What a classifier does on labelled pictures. Shares are 0..1; means are null of no examples. */
export interface EvaluationMetrics {
  /** In the order of all lists below. */
  readonly labels: readonly string[];
  readonly count: number;
  readonly top1: number | null;
  /** 95 % Wilson interval of `top1`, as if the examples were independent of each other. */
  readonly top1Interval: { readonly low: number; readonly high: number } | null;
  /** Share of examples whose label is among the five best. */
  readonly top5: number | null;
  /** Mean recall of the classes that have examples. */
  readonly meanPerClassAccuracy: number | null;
  /** Expected calibration error: 15 bins of equal width of the highest score (Guo et al. 2017). */
  readonly ece: number | null;
  /** Mean of `-ln p(label)`; a score below 1e-12 counts as 1e-12. */
  readonly nll: number | null;
  /** Mean over examples of the summed squared differences of all scores from the one-hot label: 0..2. */
  readonly brier: number | null;
  readonly perClass: readonly ClassMetrics[];
  /** Counts: row is the label, column the prediction. */
  readonly confusion: readonly (readonly number[])[];
  readonly reliability: readonly ReliabilityBin[];
}
