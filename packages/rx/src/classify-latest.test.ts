import { InvalidArgumentError } from '@ocelli/core';
import { createFrameTracker } from '@ocelli/core/testing';
import { from, lastValueFrom, map, NEVER, of, Subject, take, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { asCamera } from './as-camera.js';
import { classifyLatest } from './classify-latest.js';
import type { FrameClassifier, FrameClassifyOptions } from './frame-classifier.js';
import type { CameraFrame } from './items/camera-frame.js';
import { regionOfInterest } from './region-of-interest.js';
import { brief, type CameraMarbles, runMarbles } from './testing/camera-marbles.js';
import { classificationOf, decisionAt } from './testing/classifications.js';

const RED = { r: classificationOf([2, 1, 0]) };
const ITEMS = {
  A: 'decision 0 red',
  B: 'decision 1 red',
  C: 'decision 2 red',
  D: 'decision 3 red',
  l: 'drop 0 too-late',
  m: 'drop 1 no-decision',
  n: 'drop 0 no-decision',
  o: 'drop 1 too-old',
  x: 'drop 1 superseded',
};

interface Case {
  readonly source: string;
  readonly run: string;
  readonly expected: string;
  readonly subscription: string;
  readonly runs: readonly string[];
  readonly unsubscription?: string;
  readonly maxAgeMs?: number;
}

/** Output, subscriptions to the source and to each classification; `runMarbles` asserts the frames. */
const check = (marbles: Case): void => {
  runMarbles(({ cold, frames, scheduler, expectObservable, expectSubscriptions }) => {
    const { items$, subscriptions } = frames(marbles.source);
    const run = cold(marbles.run, RED);
    const { maxAgeMs } = marbles;
    const config = maxAgeMs === undefined ? {} : { maxAgeMs };
    const classify = classifyLatest({ classify: () => run }, config, scheduler);
    const briefs$ = items$.pipe(classify, map(brief));
    expectObservable(briefs$, marbles.unsubscription).toBe(marbles.expected, ITEMS);
    expectSubscriptions(subscriptions).toBe(marbles.subscription);
    expectSubscriptions(run.subscriptions).toBe([...marbles.runs]);
  });
};

describe('classifyLatest', () => {
  it('should classify the newest frame, report those passed over, and end when the last is through', () => {
    check({
      source: '      -a-b-c----d----|',
      subscription: '^--------------!',
      run: '          -----r|',
      runs: ['       -^----!', '------^----!', '-----------^----!'],
      expected: '    -----xA----C----(D|)',
    });
  });

  it('should complete at once when nothing is being classified', () => {
    check({
      source: '      -a---b----|',
      subscription: '^---------!',
      run: '          --r|',
      runs: ['       -^-!', '-----^-!'],
      expected: '    ---A---B--|',
    });
  });

  it('should complete with an empty source', () => {
    check({ source: '|', subscription: '(^!)', run: '-r|', runs: [], expected: '|' });
  });

  it('should wait for a source that never emits', () => {
    const unsubscription = '^---!';
    check({
      source: '-',
      subscription: '^---!',
      run: '-r|',
      runs: [],
      expected: '-',
      unsubscription,
    });
  });

  it('should forward an error of the source and give up on the frames it holds', () => {
    check({
      source: '      -a-b-#',
      subscription: '^----!',
      run: '          -----r|',
      runs: ['       -^---!'],
      expected: '    -----#',
    });
  });

  it('should forward an error of the classifier and give up on the frame that waits', () => {
    check({
      source: '      -ab-c-|',
      subscription: '^--!',
      run: '          --#',
      runs: ['       -^-!'],
      expected: '    ---#',
    });
  });

  it('should give up on the frames it holds when nobody listens any more', () => {
    check({
      source: '        -a-b-c-|',
      subscription: '  ^---!',
      run: '            -----r|',
      runs: ['         -^--!'],
      expected: '      -----',
      unsubscription: '^---!',
    });
  });

  it('should drop a frame that the classifier has no decision on', () => {
    check({
      source: '      -a---b-|',
      subscription: '^------!',
      run: '          -|',
      runs: ['       -^!', '-----^!'],
      expected: '    --n---m|',
    });
  });

  it('should act on no frame that is older than the limit', () => {
    check({
      source: '      -ab------|',
      subscription: '^--------!',
      run: '          ----r|',
      runs: ['       -^---!'],
      expected: '    -----(lo)|',
      maxAgeMs: 2,
    });
  });

  it('should act on a frame that is as old as the limit', () => {
    check({
      source: '      -a-------|',
      subscription: '^--------!',
      run: '          ----r|',
      runs: ['       -^---!'],
      expected: '    -----A---|',
      maxAgeMs: 4,
    });
  });

  it('should forward what the classifier throws', () => {
    runMarbles(({ frames, scheduler, expectObservable, expectSubscriptions }) => {
      const error = new Error('released');
      const throwing: FrameClassifier = {
        classify: () => {
          throw error;
        },
      };
      const { items$, subscriptions } = frames('-a-b-|');
      const briefs$ = items$.pipe(classifyLatest(throwing, {}, scheduler), map(brief));
      expectObservable(briefs$).toBe('-#', undefined, error);
      expectSubscriptions(subscriptions).toBe('^!');
    });
  });

  it('should take the first answer, and pass items that are no frames', () => {
    runMarbles(({ cold, scheduler, expectObservable, expectSubscriptions }) => {
      const source = cold('-d-|', { d: decisionAt(0, [0, 1, 0]) });
      const briefs$ = source.pipe(classifyLatest({ classify: () => NEVER }, {}, scheduler));
      expectObservable(briefs$.pipe(map(brief))).toBe('-d-|', { d: 'decision 0 amber' });
      expectSubscriptions(source.subscriptions).toBe('^--!');
    });
    check({
      source: '      -a-----|',
      subscription: '^------!',
      run: '          --r-r-r|',
      runs: ['       -^-!'],
      expected: '    ---A---|',
    });
  });

  it('should say when a frame was captured, when it was decided, and where the classifier looked', () => {
    runMarbles(({ cold, frames, scheduler, expectObservable }) => {
      const region = { x: 0, y: 0, width: 2, height: 2 };
      const classify = () => cold('--r|', RED);
      const items = frames('-a|').items$.pipe(
        regionOfInterest(region),
        classifyLatest({ classify }, {}, scheduler),
      );
      expectObservable(items).toBe('---(A|)', {
        A: {
          kind: 'decision',
          cameraId: 'gate',
          sequence: 0,
          capturedUs: 1000,
          decidedUs: 3000,
          regionOfInterest: region,
          classification: RED.r,
        },
      });
    });
  });

  it('should abort the classification in flight, and no other', () => {
    const tracker = createFrameTracker();
    const calls: FrameClassifyOptions[] = [];
    const frames$ = new Subject<CameraFrame>();
    const answers = [of(RED.r), NEVER];
    const classifier: FrameClassifier = {
      classify: (frame, options) => {
        expect(frame.isClosed).toBe(false);
        calls.push(options);
        return answers[calls.length - 1] ?? NEVER;
      },
    };
    const subscription = frames$.pipe(classifyLatest(classifier)).subscribe();
    const captured = { kind: 'frame', cameraId: 'gate', capturedUs: 0 } as const;
    for (const frame of [tracker.frame(), tracker.frame(), tracker.frame()]) {
      frames$.next({ ...captured, frame });
    }
    expect(tracker.open).toEqual([1, 2]);
    subscription.unsubscribe();
    expect(calls.map(({ signal }) => signal.aborted)).toEqual([false, true]);
    tracker.assertAllClosed();
  });

  /** Three frames at once, and a classifier that answers at once. */
  const atOnce = ({ tracker, scheduler }: CameraMarbles) =>
    from([1, 2, 3]).pipe(
      map(() => tracker.frame()),
      asCamera('gate'),
      classifyLatest({ classify: () => of(RED.r) }, {}, scheduler),
      map(brief),
    );

  it('should classify all frames of a source and a classifier that never let it wait', () => {
    runMarbles((marbles) => {
      marbles.expectObservable(atOnce(marbles)).toBe('(ABC|)', ITEMS);
    });
  });

  it('should stop a source that emits all at once when the listener leaves', () => {
    runMarbles((marbles) => {
      marbles.expectObservable(atOnce(marbles).pipe(take(1))).toBe('(A|)', ITEMS);
    });
  });

  it('should let a frame that comes with a decision wait its turn', () => {
    const tracker = createFrameTracker();
    const frames$ = new Subject<CameraFrame>();
    const send = () => {
      frames$.next({ kind: 'frame', cameraId: 'gate', capturedUs: 0, frame: tracker.frame() });
    };
    const answers$ = new Subject<typeof RED.r>();
    const seen: string[] = [];
    frames$.pipe(classifyLatest({ classify: () => answers$ })).subscribe((item) => {
      seen.push(brief(item));
      if (seen.length === 1) send();
    });
    send();
    send();
    answers$.next(RED.r);
    expect(seen).toEqual(['decision 0 red', 'drop 1 superseded']);
    answers$.next(RED.r);
    expect(seen.slice(2)).toEqual(['decision 2 red']);
    tracker.assertAllClosed();
  });

  it('should work with a classifier that answers with promises', async () => {
    const tracker = createFrameTracker();
    const briefs$ = of(tracker.frame()).pipe(
      asCamera('gate'),
      classifyLatest({ classify: () => Promise.resolve(RED.r) }),
      map(brief),
      toArray(),
    );
    expect(await lastValueFrom(briefs$)).toEqual(['decision 0 red']);
    tracker.assertAllClosed();
  });

  it('should outlive a frame that its classifier closed against the rules', () => {
    runMarbles(({ frames, scheduler, expectObservable }) => {
      const classify: FrameClassifier['classify'] = (frame) => {
        frame.close();
        return of(RED.r);
      };
      const briefs$ = frames('-a|').items$.pipe(classifyLatest({ classify }, {}, scheduler));
      expectObservable(briefs$.pipe(map(brief))).toBe('-A|', ITEMS);
    });
  });

  it.each([0, -1, NaN, Infinity])('should refuse an age of %s', (maxAgeMs) => {
    const classifier: FrameClassifier = { classify: () => NEVER };
    expect(() => classifyLatest(classifier, { maxAgeMs })).toThrow(InvalidArgumentError);
  });
});
