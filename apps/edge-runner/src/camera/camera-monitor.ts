import { type Frame, type ModelCard, OcelliError, type RegionOfInterest } from '@ocelli/core';
import type { SourceStatus } from '@ocelli/node';
import type { SignEvent, SignFindings } from '@ocelli/regions';
import type {
  CameraHealthChange,
  CameraItem,
  CameraState,
  FrameDecision,
  LabelEvent,
  RateReport,
} from '@ocelli/rx';
import type { RunnerCameraConfig } from '../config/runner-config.js';
import type { EventDraft, EventModel, PictureBox } from '../events/runner-event.js';
import type {
  CameraPhase,
  CameraStatus,
  NamedScore,
  RunnerDropReason,
  ShownBox,
} from './camera-status.js';
import { uprightSize } from './create-camera-stream.js';

const iso = (us: number): string => new Date(us / 1000).toISOString();

/** Keeps what is known of a camera up to date, and makes the events of it. */
export class CameraMonitor {
  readonly #config: RunnerCameraConfig;
  readonly #emit: (event: EventDraft) => void;
  readonly #now: () => number;
  #source = '';
  #isSimulated = false;
  #card: ModelCard | undefined;
  #phase: CameraPhase = 'loading';
  #error: unknown;
  #health: CameraState | undefined;
  /** The state of the last event; that a camera starts well is no news. */
  #announced: CameraState = 'ok';
  readonly #steady = new Map<string, NamedScore>();
  #guess: NamedScore | undefined;
  #boxes: readonly ShownBox[] = [];
  #rate: RateReport | undefined;
  #decisions = 0;
  readonly #drops = new Map<RunnerDropReason, number>();
  #events = 0;
  #lastFrameUs: number | undefined;
  #lastSequence = -1;
  #lastDecision: FrameDecision | undefined;
  #pictureSize = { width: 1, height: 1 };

  constructor(config: RunnerCameraConfig, emit: (event: EventDraft) => void, now: () => number) {
    this.#config = config;
    this.#emit = emit;
    this.#now = now;
  }

  get phase(): CameraPhase {
    return this.#phase;
  }

  /** A connection begins: frames are numbered from 0 again. */
  begin(source: { readonly name: string; readonly isSimulated?: boolean }, card: ModelCard): void {
    this.#source = source.name;
    this.#isSimulated = source.isSimulated ?? false;
    this.#card = card;
    this.#lastSequence = -1;
    this.#phase = 'connecting';
  }

  seeStatus(status: SourceStatus): void {
    switch (status.state) {
      case 'connecting':
        if (this.#phase !== 'reconnecting') this.#phase = 'connecting';
        return;
      case 'live':
      case 'reading':
        this.setPhase('live');
        return;
      case 'silent':
        this.setPhase('silent');
        return;
      case 'reconnecting':
        this.setPhase('reconnecting', status.cause);
        return;
      case 'skipped':
        return;
      case 'ended':
        // The stream's own end, or error, says so.
        return;
    }
  }

  /** Takes a new phase, and makes an event of it where others should know. */
  setPhase(phase: CameraPhase, error?: unknown): void {
    const hasChanged = phase !== this.#phase;
    this.#phase = phase;
    this.#error = error;
    if (!hasChanged || phase === 'loading' || phase === 'connecting' || phase === 'stopped') return;
    const cause = error instanceof Error ? { cause: error.message } : {};
    this.#send({ type: 'source', ...this.#common(), state: phase, ...cause });
  }

  seeFrame(frame: Frame, capturedUs: number): void {
    this.#seeSequence(frame.sequence);
    this.#lastFrameUs = capturedUs;
    this.#pictureSize = uprightSize(frame);
    if (this.#phase === 'connecting') this.setPhase('live');
  }

  see(item: CameraItem, findings?: SignFindings): void {
    switch (item.kind) {
      case 'drop':
        // An unfit picture is dropped before it is seen as a frame.
        this.#seeSequence(item.sequence);
        this.#count(item.reason, 1);
        return;
      case 'health':
        this.#seeHealth(item);
        return;
      case 'decision':
        this.#seeDecision(item, findings);
        return;
      case 'rate':
        this.#rate = item;
        return;
      case 'frame':
        return;
      default:
        this.#seeLabel(item);
    }
  }

  /** Signs that leave because the camera cannot see. */
  seeSignEvents(events: readonly SignEvent[], decision?: FrameDecision): void {
    for (const event of events) this.#seeSign(event, decision);
  }

  status(): CameraStatus {
    const { id, name = id, model } = this.#config;
    const error = this.#error;
    const phase = this.#phase;
    return {
      id,
      name,
      source: this.#source,
      isSimulated: this.#isSimulated,
      model,
      phase,
      isReady: phase === 'live' || phase === 'ended',
      ...(error instanceof Error && { cause: error.message }),
      ...(OcelliError.isInstance(error) && { remedy: error.remedy }),
      ...(this.#health && { health: this.#health }),
      steady: [...this.#steady.values()],
      ...(this.#guess && { guess: this.#guess }),
      boxes: this.#boxes,
      fps: this.#rate?.fps ?? 0,
      ...(this.#rate?.latencyMs && { latencyMs: this.#rate.latencyMs }),
      decisions: this.#decisions,
      drops: Object.fromEntries(this.#drops),
      events: this.#events,
      ...(this.#lastFrameUs !== undefined && { lastFrameAt: iso(this.#lastFrameUs) }),
    };
  }

  /** Sources number what they lose, too. */
  #seeSequence(sequence: number): void {
    if (sequence <= this.#lastSequence) return;
    const missing = sequence - this.#lastSequence - 1;
    if (missing > 0) this.#count('not-delivered', missing);
    this.#lastSequence = sequence;
  }

  #common() {
    return { camera: this.#config.id, ...(this.#isSimulated && { simulated: true as const }) };
  }

  #send(event: EventDraft): void {
    this.#events += 1;
    this.#emit(event);
  }

  #count(reason: RunnerDropReason, count: number): void {
    this.#drops.set(reason, (this.#drops.get(reason) ?? 0) + count);
  }

  #nameOf(label: string): string {
    return this.#card?.labelDetails?.[label]?.displayNames?.en ?? label;
  }

  #named(label: string, score: number): NamedScore {
    return { label, name: this.#nameOf(label), score };
  }

  #boxOf({ x, y, width, height }: RegionOfInterest): PictureBox {
    const { width: wide, height: high } = this.#pictureSize;
    return { x: x / wide, y: y / high, width: width / wide, height: height / high };
  }

  #seeHealth({ state }: CameraHealthChange): void {
    this.#health = state;
    if (state !== 'ok') {
      this.#guess = undefined;
      this.#boxes = [];
    }
    // Before the first frame it is the source that says how far it is.
    const isStarting = state === 'no-signal' && this.#lastFrameUs === undefined;
    if (state === this.#announced || isStarting) return;
    const previous = this.#announced;
    this.#announced = state;
    this.#send({ type: 'health', ...this.#common(), state, previous });
  }

  #seeDecision(decision: FrameDecision, findings: SignFindings | undefined): void {
    this.#decisions += 1;
    const { top } = decision.classification;
    this.#guess = top.score > 0 ? this.#named(top.label, top.score) : undefined;
    if (findings === undefined) {
      // Where was looked; what is there stands beside the picture.
      const { region } = this.#config;
      this.#boxes = region === undefined ? [] : [{ ...region, name: undefined, score: top.score }];
      return;
    }
    this.#boxes = findings.sightings.map(({ box, label, score }) => ({
      ...this.#boxOf(box),
      name: label === undefined ? undefined : this.#nameOf(label),
      score,
    }));
    this.seeSignEvents(findings.events, decision);
  }

  #seeLabel(event: LabelEvent): void {
    this.#steady.clear();
    if (event.kind !== 'left') this.#steady.set('', this.#named(event.label, event.score));
    const { decision, sinceUs } = event;
    this.#send({
      type: event.kind,
      ...this.#common(),
      label: event.label,
      name: this.#nameOf(event.label),
      ...(event.kind === 'changed' && { from: event.from, fromName: this.#nameOf(event.from) }),
      ...(event.kind !== 'left' && { score: event.score }),
      ...this.#times(decision.capturedUs, sinceUs),
      ...(this.#config.region && { box: this.#config.region }),
      model: this.#modelOf(decision),
    });
  }

  #seeSign(event: SignEvent, decision: FrameDecision | undefined): void {
    const track = String(event.trackId);
    if (event.kind === 'left') this.#steady.delete(track);
    else this.#steady.set(track, this.#named(event.label, event.score));
    if (decision !== undefined) this.#lastDecision = decision;
    if (this.#lastDecision === undefined) return;
    this.#send({
      type: event.kind,
      ...this.#common(),
      label: event.label,
      name: this.#nameOf(event.label),
      ...(event.kind === 'changed' && { from: event.from, fromName: this.#nameOf(event.from) }),
      ...(event.kind !== 'left' && { score: event.score }),
      ...this.#times(event.capturedUs, event.sinceUs),
      box: this.#boxOf(event.box),
      track: event.trackId,
      model: this.#modelOf(this.#lastDecision),
    });
  }

  #times(capturedUs: number, sinceUs: number) {
    const ageMs = Math.max(0, Math.round(this.#now() - capturedUs / 1000));
    return { capturedAt: iso(capturedUs), since: iso(sinceUs), ageMs };
  }

  #modelOf({ classification }: FrameDecision): EventModel {
    const { modelId, modelVersion, ...rest } = classification.provenance;
    return { id: modelId, version: modelVersion, ...rest };
  }
}
