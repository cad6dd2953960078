import { InvalidArgumentError } from '@ocelli/core';
import { map } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { sampleEvery } from './sample-every.js';
import { brief, runMarbles } from './testing/camera-marbles.js';
import { definePassOnCases } from './testing/pass-on-cases.js';

/** What becomes of frames that are captured at these milliseconds. */
const kept = (intervalMs: number, capturedMs: readonly number[]): number[] => {
  const times: number[] = [];
  runMarbles(({ frames }) => {
    const letters = 'abcdefghijklmnop'.slice(0, capturedMs.length);
    const pictures = Object.fromEntries(
      Array.from(letters, (letter, index) => [
        letter,
        { timestampUs: (capturedMs[index] ?? 0) * 1000 },
      ]),
    );
    frames(letters, pictures)
      .items$.pipe(sampleEvery(intervalMs))
      .subscribe((item) => {
        if (item.kind === 'frame') times.push(item.capturedUs / 1000);
        brief(item);
      });
  });
  return times;
};

describe('sampleEvery', () => {
  definePassOnCases(() => sampleEvery(1));

  it('should close the frames between two samples and report them', () => {
    runMarbles(({ frames, expectObservable, expectSubscriptions }) => {
      const { items$, subscriptions } = frames('-a-b-c-d-|');
      expectObservable(items$.pipe(sampleEvery(4), map(brief))).toBe('-a-b-c-d-|', {
        a: 'frame 0',
        b: 'drop 1 not-sampled',
        c: 'frame 2',
        d: 'drop 3 not-sampled',
      });
      expectSubscriptions(subscriptions).toBe('^--------!');
    });
  });

  it('should not let the jitter of a camera add up', () => {
    expect(kept(100, [0, 33, 67, 101, 133, 166, 199, 233, 267, 301])).toEqual([0, 101, 233, 301]);
  });

  it('should go on after a gap, and when a restarted camera counts from 0', () => {
    expect(kept(100, [0, 950, 990, 1000, 1050, 0, 50, 110])).toEqual([0, 950, 1000, 0, 110]);
  });

  it.each([0, -1, NaN, Infinity])('should refuse an interval of %s', (intervalMs) => {
    expect(() => sampleEvery(intervalMs)).toThrow(InvalidArgumentError);
  });
});
