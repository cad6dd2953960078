import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Frame } from '@ocelli/core';
import { createFrameTracker, type FrameTracker } from '@ocelli/core/testing';
import { map, Observable, type SchedulerLike, timer, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { asCamera } from './as-camera.js';
import { classifyLatest } from './classify-latest.js';
import type { FrameClassifier } from './frame-classifier.js';
import type { CameraItem } from './items/camera-item.js';
import { DROP_REASONS } from './items/frame-drop.js';
import { measureRate } from './measure-rate.js';
import { motionGate } from './motion-gate.js';
import { sampleEvery } from './sample-every.js';
import { smoothProbabilities } from './smooth-probabilities.js';
import { stableLabel } from './stable-label.js';
import { classificationOf, type Light, lightCard, logitsOf } from './testing/classifications.js';
import { withCameraHealth } from './with-camera-health.js';

const FRAME_COUNT = 100_000;
const FRAME_MS = 33;
const SAMPLE_MS = 250;
/** 2.4 times what the samples leave. */
const INFERENCE_MS = 600;
/** In frames: 60 s of red, then 40 s of green, then a minute in which nothing moves, then one of black. */
const CYCLE = { green: 1800, still: 3000, black: 4800, end: 6600 };

const SIZE = { width: 32, height: 24, format: 'gray' } as const;
const BLACK = new Uint8Array(SIZE.width * SIZE.height);

/** Stripes; they move on with `offset`. */
const stripes = (offset: number): Uint8Array =>
  BLACK.map((_, at) => (((at % SIZE.width) + offset) % 8 < 4 ? 60 : 190));

const pictureAt = (index: number): Uint8Array => {
  const phase = index % CYCLE.end;
  if (phase >= CYCLE.black) return BLACK;
  return stripes(phase >= CYCLE.still ? 0 : Math.floor(phase / 8));
};

/** Frames of a camera, each made when it is due; the last one ends it. */
const camera = (
  scheduler: SchedulerLike,
  tracker: FrameTracker,
  onFrame: (index: number) => void,
): Observable<Frame> =>
  new Observable((subscriber) => {
    const send = (index: number): void => {
      if (index === FRAME_COUNT) {
        subscriber.complete();
        return;
      }
      onFrame(index);
      const timestampUs = scheduler.now() * 1000;
      subscriber.next(tracker.frame({ ...SIZE, data: pictureAt(index), timestampUs }));
      // A virtual action that schedules itself keeps all it ever did, so each frame gets one of its own.
      scheduler.schedule(() => {
        send(index + 1);
      }, FRAME_MS);
    };
    send(0);
  });

const classifierOn = (scheduler: SchedulerLike): FrameClassifier<Light> => ({
  classify: ({ sequence }) => {
    const label = sequence % CYCLE.end < CYCLE.green ? 'red' : 'green';
    return timer(INFERENCE_MS, scheduler).pipe(map(() => classificationOf(logitsOf(label, 0.95))));
  },
});

const heapUsed = (): number => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
};

const nameOf = (item: CameraItem): string => {
  if (item.kind === 'drop') return item.reason;
  return item.kind === 'health' ? item.state : item.kind;
};

describe('a camera stream', () => {
  it('should account for each of 100,000 frames, hold two at a time, and not grow', () => {
    const scheduler = new VirtualTimeScheduler(undefined, Infinity);
    const tracker = createFrameTracker();
    const counts: Record<string, number> = {};
    const heap: number[] = [];
    let mostOpen = 0;
    let mostActions = 0;
    let oldestMs = 0;
    const onFrame = (index: number): void => {
      mostOpen = Math.max(mostOpen, tracker.open.length);
      mostActions = Math.max(mostActions, scheduler.actions.length);
      if (index === FRAME_COUNT / 10 || index === FRAME_COUNT - 1) heap.push(heapUsed());
    };
    camera(scheduler, tracker, onFrame)
      .pipe(
        asCamera('gate'),
        sampleEvery(SAMPLE_MS),
        withCameraHealth('gate', { frozenAfterMs: Infinity }, scheduler),
        motionGate(),
        classifyLatest(classifierOn(scheduler), { maxAgeMs: 2000 }, scheduler),
        smoothProbabilities(lightCard),
        stableLabel(),
        measureRate('gate', {}, scheduler),
      )
      .subscribe((item) => {
        counts[nameOf(item)] = (counts[nameOf(item)] ?? 0) + 1;
        if (item.kind === 'decision') {
          oldestMs = Math.max(oldestMs, (item.decidedUs - item.capturedUs) / 1000);
        }
      });
    scheduler.flush();

    tracker.assertAllClosed();
    const ends = ['decision', ...DROP_REASONS].map((reason) => counts[reason] ?? 0);
    expect(ends.reduce((sum, count) => sum + count)).toBe(FRAME_COUNT);
    expect(mostOpen).toBeLessThanOrEqual(2);
    expect(oldestMs).toBeLessThanOrEqual(2 * INFERENCE_MS + SAMPLE_MS);

    const cycles = Math.floor(FRAME_COUNT / CYCLE.end);
    const { black, ok, entered, changed, left } = counts;
    expect({ black, ok, entered, changed, left }).toEqual({
      black: cycles,
      ok: cycles + 1,
      entered: 1,
      changed: 2 * cycles,
      left: undefined,
    });

    // The source's next frame, the classification, the watchdog, the report.
    expect(mostActions).toBeLessThanOrEqual(4);
    const [early = 0, late = Infinity] = heap;
    expect(late - early).toBeLessThan(2_000_000);
  });
});
