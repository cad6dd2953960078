import { InvalidArgumentError } from '@ocelli/core';
import { map, NEVER } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { classifyQueued, type ClassifyQueuedConfig } from './classify-queued.js';
import type { FrameClassifier } from './frame-classifier.js';
import { brief, runMarbles } from './testing/camera-marbles.js';
import { classificationOf } from './testing/classifications.js';

const RED = { r: classificationOf([2, 1, 0]) };
const ITEMS = {
  A: 'decision 0 red',
  B: 'decision 1 red',
  C: 'decision 2 red',
  D: 'decision 3 red',
  m: 'drop 1 no-decision',
  n: 'drop 0 no-decision',
  x: 'drop 3 queue-full',
};

interface Case {
  readonly source: string;
  readonly run: string;
  readonly expected: string;
  readonly subscription: string;
  readonly runs: readonly string[];
  readonly unsubscription?: string;
  readonly config?: ClassifyQueuedConfig;
}

const check = (marbles: Case): void => {
  runMarbles(({ cold, frames, scheduler, expectObservable, expectSubscriptions }) => {
    const { items$, subscriptions } = frames(marbles.source);
    const run = cold(marbles.run, RED);
    const classify = classifyQueued({ classify: () => run }, marbles.config, scheduler);
    const briefs$ = items$.pipe(classify, map(brief));
    expectObservable(briefs$, marbles.unsubscription).toBe(marbles.expected, ITEMS);
    expectSubscriptions(subscriptions).toBe(marbles.subscription);
    expectSubscriptions(run.subscriptions).toBe([...marbles.runs]);
  });
};

describe('classifyQueued', () => {
  it('should classify every frame in order, and end when the last is through', () => {
    check({
      source: '      -abc|',
      subscription: '^---!',
      run: '          ---r|',
      runs: ['       -^--!', '----^--!', '-------^--!'],
      expected: '    ----A--B--(C|)',
    });
  });

  it('should drop the frame that comes when the queue is full, and say so', () => {
    check({
      source: '      -abcd-|',
      subscription: '^-----!',
      run: '          ------r|',
      runs: ['       -^-----!', '-------^-----!', '-------------^-----!'],
      expected: '    ----x--A-----B-----(C|)',
      config: { capacity: 2 },
    });
  });

  it('should classify as many frames at a time as it may', () => {
    check({
      source: '      -abc|',
      subscription: '^---!',
      run: '          -----r|',
      runs: ['       -^----!', '--^----!', '------^----!'],
      expected: '    ------AB---(C|)',
      config: { concurrency: 2 },
    });
  });

  it('should complete with an empty source', () => {
    check({ source: '|', subscription: '(^!)', run: '-r|', runs: [], expected: '|' });
  });

  it('should wait for a source that never emits', () => {
    check({
      source: '        -',
      subscription: '  ^---!',
      run: '            -r|',
      runs: [],
      expected: '      -',
      unsubscription: '^---!',
    });
  });

  it('should forward an error of the source and give up on the queue', () => {
    check({
      source: '      -abc-#',
      subscription: '^----!',
      run: '          -----r|',
      runs: ['       -^---!'],
      expected: '    -----#',
    });
  });

  it('should forward an error of the classifier and give up on the queue', () => {
    check({
      source: '      -abc-|',
      subscription: '^---!',
      run: '          ---#',
      runs: ['       -^--!', '--^-!'],
      expected: '    ----#',
      config: { concurrency: 2 },
    });
  });

  it('should close the queue when nobody listens any more', () => {
    check({
      source: '        -abcd-|',
      subscription: '  ^----!',
      run: '            ------r|',
      runs: ['         -^---!'],
      expected: '      ------',
      unsubscription: '^----!',
    });
  });

  it('should drop frames that the classifier has no decision on', () => {
    check({
      source: '      -a--b-|',
      subscription: '^-----!',
      run: '          -|',
      runs: ['       -^!', '----^!'],
      expected: '    --n--m|',
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
      const briefs$ = items$.pipe(classifyQueued(throwing, {}, scheduler), map(brief));
      expectObservable(briefs$).toBe('-#', undefined, error);
      expectSubscriptions(subscriptions).toBe('^!');
    });
  });

  it.each([{ capacity: 0 }, { capacity: 1.5 }, { concurrency: 0 }, { concurrency: Infinity }])(
    'should refuse %j',
    (config) => {
      const classifier: FrameClassifier = { classify: () => NEVER };
      expect(() => classifyQueued(classifier, config)).toThrow(InvalidArgumentError);
    },
  );
});
