import type { Classification } from '@ocelli/core';
import { defer, Observable, type SchedulerLike, type Subscriber, Subscription, take } from 'rxjs';
import { follow } from './follow.js';
import type { FrameClassifier } from './frame-classifier.js';
import { type CameraFrame, closeFrame } from './items/camera-frame.js';
import type { CameraItem } from './items/camera-item.js';
import { dropFrame, type DropReason } from './items/frame-drop.js';

/** The rules that `classifyLatest` and `classifyQueued` differ in. */
export interface ClassifyRules {
  /** Frames that may wait while the classifier is busy. */
  readonly capacity: number;
  /** Which frame goes when one more comes. */
  readonly overflow: 'drop-oldest' | 'drop-newest';
  readonly concurrency: number;
  /** Infinity: frames of any age. */
  readonly maxAgeMs: number;
  readonly scheduler: SchedulerLike;
}

/** One frame that is being classified. */
interface Run {
  readonly item: CameraFrame;
  readonly controller: AbortController;
  readonly subscription: Subscription;
}

class FrameQueue<L extends string> {
  readonly #classifier: FrameClassifier<L>;
  readonly #rules: ClassifyRules;
  readonly #subscriber: Subscriber<CameraItem<L>>;
  readonly #waiting: CameraFrame[] = [];
  readonly #runs = new Set<Run>();
  #isSourceDone = false;

  constructor(
    classifier: FrameClassifier<L>,
    rules: ClassifyRules,
    subscriber: Subscriber<CameraItem<L>>,
  ) {
    this.#classifier = classifier;
    this.#rules = rules;
    this.#subscriber = subscriber;
  }

  add(item: CameraFrame): void {
    const { capacity, overflow, concurrency } = this.#rules;
    if (this.#runs.size < concurrency) {
      this.#start(item);
      return;
    }
    if (this.#waiting.length < capacity) {
      this.#waiting.push(item);
      return;
    }
    if (overflow === 'drop-newest') {
      this.#drop(item, 'queue-full');
      return;
    }
    const oldest = this.#waiting.shift();
    this.#waiting.push(item);
    if (oldest !== undefined) this.#drop(oldest, 'superseded');
  }

  /** No frame will come any more: completes when the last of those that are here is through. */
  finish(): void {
    this.#isSourceDone = true;
    this.#startWaiting();
  }

  /** Closes all frames that are here and gives up on their results. */
  release(): void {
    for (const item of this.#waiting.splice(0)) closeFrame(item);
    for (const run of this.#runs) {
      run.subscription.unsubscribe();
      run.controller.abort();
      closeFrame(run.item);
    }
    this.#runs.clear();
  }

  #start(item: CameraFrame): void {
    if (this.#ageMs(item) > this.#rules.maxAgeMs) {
      this.#drop(item, 'too-old');
      return;
    }
    const { frame, regionOfInterest } = item;
    const run: Run = {
      item,
      controller: new AbortController(),
      subscription: new Subscription(),
    };
    this.#runs.add(run);
    let result: Classification<L> | undefined;
    const { signal } = run.controller;
    const options = regionOfInterest === undefined ? { signal } : { signal, regionOfInterest };
    run.subscription.add(
      defer(() => this.#classifier.classify(frame, options))
        .pipe(take(1))
        .subscribe({
          next: (classification) => {
            result = classification;
          },
          error: (error: unknown) => {
            this.#subscriber.error(error);
          },
          complete: () => {
            this.#settle(run, result);
          },
        }),
    );
  }

  /** The run keeps its place until the item is out, so that a frame that comes meanwhile waits its turn. */
  #settle(run: Run, classification: Classification<L> | undefined): void {
    const { cameraId, capturedUs, frame, regionOfInterest } = run.item;
    if (classification === undefined) {
      this.#drop(run.item, 'no-decision');
    } else if (this.#ageMs(run.item) > this.#rules.maxAgeMs) {
      this.#drop(run.item, 'too-late');
    } else {
      closeFrame(run.item);
      this.#subscriber.next({
        kind: 'decision',
        cameraId,
        sequence: frame.sequence,
        capturedUs,
        decidedUs: this.#rules.scheduler.now() * 1000,
        ...(regionOfInterest === undefined ? {} : { regionOfInterest }),
        classification,
      });
    }
    this.#runs.delete(run);
    this.#startWaiting();
  }

  #startWaiting(): void {
    while (this.#runs.size < this.#rules.concurrency) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      this.#start(next);
    }
    if (this.#isSourceDone && this.#runs.size === 0 && this.#waiting.length === 0) {
      this.#subscriber.complete();
    }
  }

  #drop(item: CameraFrame, reason: DropReason): void {
    this.#subscriber.next(dropFrame(item, reason));
  }

  #ageMs({ capturedUs }: CameraFrame): number {
    return this.#rules.scheduler.now() - capturedUs / 1000;
  }
}

/** Replaces frames by decisions and drops under the given rules; other items pass at once. */
export const classifyFrames = <L extends string>(
  source: Observable<CameraItem<L>>,
  classifier: FrameClassifier<L>,
  rules: ClassifyRules,
): Observable<CameraItem<L>> =>
  new Observable((subscriber) => {
    const queue = new FrameQueue(classifier, rules, subscriber);
    subscriber.add(() => {
      queue.release();
    });
    follow(source, subscriber, {
      next: (item) => {
        if (item.kind === 'frame') queue.add(item);
        else subscriber.next(item);
      },
      complete: () => {
        queue.finish();
      },
    });
  });
