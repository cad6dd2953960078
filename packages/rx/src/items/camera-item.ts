import type { Observable } from 'rxjs';
import type { CameraFrame } from './camera-frame.js';
import type { CameraHealthChange } from './camera-health.js';
import type { FrameDecision } from './frame-decision.js';
import type { FrameDrop } from './frame-drop.js';
import type { LabelEvent } from './label-event.js';
import type { RateReport } from './rate-report.js';

/**
 * What flows from a camera to its events, told apart by `kind`. Each operator acts on its own kinds and passes
 * all others on, so that drops and states arrive where decisions do.
 */
export type CameraItem<L extends string = string> =
  CameraFrame | FrameDrop | CameraHealthChange | FrameDecision<L> | LabelEvent<L> | RateReport;

/** The labels of the decisions among items. */
export type LabelOf<I extends CameraItem> =
  Extract<I, { readonly kind: 'decision' }> extends FrameDecision<infer L> ? L : never;

/** Items after a classifier: no frame is left among them. */
export type ClassifiedItem<I extends CameraItem, L extends string> =
  Exclude<I, CameraFrame> | FrameDrop | FrameDecision<L>;

/**
 * An operator that passes items on and adds some of its own. It is generic over its source, so that one such
 * function fits any stream.
 */
export type PassOn<Added extends CameraItem = never, L extends string = string> = <
  I extends CameraItem<L>,
>(
  source: Observable<I>,
) => Observable<I | Added>;

/** An operator that makes decisions, or drops, of frames, and passes the rest on. */
export type Classify<L extends string> = <I extends CameraItem>(
  source: Observable<I>,
) => Observable<ClassifiedItem<I, L>>;
