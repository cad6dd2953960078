/** A label with its score: a probability, calibrated where the card says how. */
export interface LabelScore<L extends string = string> {
  readonly label: L;
  /** Position of the label in the card, and of its logit in the output. */
  readonly index: number;
  /** 0..1 */
  readonly score: number;
}

/** Milliseconds spent on one decision, by stage. */
export interface ClassificationTiming {
  readonly queueMs: number;
  readonly preprocessMs: number;
  readonly inferenceMs: number;
  readonly postprocessMs: number;
  /** From the call to the result. */
  readonly totalMs: number;
  readonly batchSize: number;
}

/** What a decision was made with: enough to reproduce it. */
export interface Provenance {
  readonly modelId: string;
  readonly modelVersion: string;
  readonly variant: string;
  /** Of the model file, when it is known. */
  readonly sha256: string | undefined;
  readonly executionProvider: string;
  /** SHA-256 of the canonical JSON of the preprocessing config. */
  readonly preprocessHash: string;
}

/** The decision on one frame. */
export interface Classification<L extends string = string> {
  /** The best allowed label, whether or not it reaches its threshold. */
  readonly top: LabelScore<L>;
  /** The best `topK` allowed labels, best first. */
  readonly scores: readonly LabelScore<L>[];
  /** Allowed labels that reach their threshold, best first: at most one for softmax, any number for sigmoid. */
  readonly accepted: readonly LabelScore<L>[];
  /** Raw model output, one per label, not filtered. */
  readonly logits: Float32Array;
  readonly timing: ClassificationTiming;
  readonly provenance: Provenance;
  readonly frame: { readonly sequence: number; readonly timestampUs: number };
}
