import type { FrameDecision } from './frame-decision.js';

interface LabelEventFields<L extends string> {
  readonly cameraId: string;
  /** The decision that settled it. */
  readonly decision: FrameDecision<L>;
}

/** A label is there that was not: the state before was unknown. */
export interface LabelEntered<L extends string = string> extends LabelEventFields<L> {
  readonly kind: 'entered';
  readonly label: L;
  /** Its score in `decision`. */
  readonly score: number;
  /** Capture time of the first decision for the label, in microseconds. */
  readonly sinceUs: number;
}

/** Another label took the place of one that was there. */
export interface LabelChanged<L extends string = string> extends LabelEventFields<L> {
  readonly kind: 'changed';
  readonly from: L;
  readonly label: L;
  /** Score of `label` in `decision`. */
  readonly score: number;
  /** Capture time of the first decision for `label`, in microseconds. */
  readonly sinceUs: number;
}

/** A label is no longer there: the state is unknown again. */
export interface LabelLeft<L extends string = string> extends LabelEventFields<L> {
  readonly kind: 'left';
  readonly label: L;
  /** Capture time of the first decision for the label, in microseconds. */
  readonly sinceUs: number;
}

/** What `stableLabel` reports. */
export type LabelEvent<L extends string = string> =
  LabelEntered<L> | LabelChanged<L> | LabelLeft<L>;
