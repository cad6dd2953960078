import type { FrameDecision } from '../items/frame-decision.js';
import type { LabelEvent } from '../items/label-event.js';
import type { StableLabelRules } from './stable-label-config.js';

interface Sighting<L extends string> {
  readonly label: L;
  /** Capture time of its first decision. */
  readonly sinceUs: number;
}

/** Follows which label is there, from decision to decision. One label at most; none is unknown. */
export class LabelTracker<L extends string> {
  readonly #rules: StableLabelRules;
  #current: Sighting<L> | undefined;
  /** On its way in. */
  #coming: Sighting<L> | undefined;
  /** Capture time of the first decision that the current label was too weak in. */
  #weakSinceUs: number | undefined;
  #lastUs = -Infinity;
  /** By label, when it left. */
  readonly #leftUs = new Map<L, number>();

  constructor(rules: StableLabelRules) {
    this.#rules = rules;
  }

  /** Forgets what was on its way in or out: the decisions to come do not follow on those before. */
  interrupt(): void {
    this.#coming = undefined;
    this.#weakSinceUs = undefined;
  }

  next(decision: FrameDecision<L>): LabelEvent<L> | undefined {
    const { capturedUs } = decision;
    const gap = capturedUs - this.#lastUs;
    this.#lastUs = capturedUs;
    if (gap < 0) this.#leftUs.clear();
    if (gap < 0 || gap > this.#rules.maxGapUs) this.interrupt();

    const candidate = this.#candidateOf(decision);
    this.#follow(candidate, decision);
    return this.#arrival(decision) ?? this.#departure(decision);
  }

  /** The label that is seen clearly enough to be, or stay, the one. */
  #candidateOf({ classification, capturedUs }: FrameDecision<L>): L | undefined {
    const { label, score } = classification.top;
    if (this.#rules.isUnknown(label) || score < this.#rules.enterScore(label)) return undefined;
    const leftUs = this.#leftUs.get(label);
    const isCoolingDown = leftUs !== undefined && capturedUs - leftUs < this.#rules.coolDownUs;
    return isCoolingDown ? undefined : label;
  }

  #follow(candidate: L | undefined, { classification, capturedUs }: FrameDecision<L>): void {
    if (candidate === undefined || candidate === this.#current?.label) this.#coming = undefined;
    else if (this.#coming?.label !== candidate) {
      this.#coming = { label: candidate, sinceUs: capturedUs };
    }
    const current = this.#current?.label;
    if (current === undefined) return;
    // Labels beyond the top-k have no known score, and less than those that are listed.
    const score = classification.scores.find(({ label }) => label === current)?.score ?? 0;
    if (score >= this.#rules.leaveScore(current)) this.#weakSinceUs = undefined;
    else this.#weakSinceUs ??= capturedUs;
  }

  #arrival(decision: FrameDecision<L>): LabelEvent<L> | undefined {
    const coming = this.#coming;
    if (coming === undefined) return undefined;
    if (decision.capturedUs - coming.sinceUs < this.#rules.dwellUs) return undefined;
    const from = this.#current?.label;
    this.#current = coming;
    this.interrupt();
    const { cameraId, classification } = decision;
    const { label, sinceUs } = coming;
    const fields = { cameraId, label, score: classification.top.score, sinceUs, decision };
    return from === undefined
      ? { kind: 'entered', ...fields }
      : { kind: 'changed', from, ...fields };
  }

  #departure(decision: FrameDecision<L>): LabelEvent<L> | undefined {
    const current = this.#current;
    if (current === undefined || this.#weakSinceUs === undefined) return undefined;
    if (decision.capturedUs - this.#weakSinceUs < this.#rules.leaveAfterUs) return undefined;
    this.#leftUs.set(current.label, decision.capturedUs);
    this.#current = undefined;
    this.#weakSinceUs = undefined;
    const { label, sinceUs } = current;
    return { kind: 'left', cameraId: decision.cameraId, label, sinceUs, decision };
  }
}
