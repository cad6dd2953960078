import { InvalidArgumentError, type RegionOfInterest } from '@ocelli/core';
import { map } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { ofKind } from './of-kind.js';
import { regionOfInterest } from './region-of-interest.js';
import { brief, runMarbles } from './testing/camera-marbles.js';
import { definePassOnCases } from './testing/pass-on-cases.js';

const LEFT: RegionOfInterest = { x: 0, y: 0, width: 8, height: 16 };

describe('regionOfInterest', () => {
  definePassOnCases(() => regionOfInterest(LEFT));

  it('should send a region along with each frame, and let the last one count', () => {
    const regions: (RegionOfInterest | undefined)[] = [];
    runMarbles(({ frames }) => {
      frames('abc')
        .items$.pipe(
          regionOfInterest({ x: 1, y: 1, width: 1, height: 1 }),
          regionOfInterest(({ frame }) => (frame.sequence === 1 ? undefined : LEFT)),
          ofKind('frame'),
        )
        .subscribe((item) => {
          regions.push(item.regionOfInterest);
          brief(item);
        });
    });
    expect(regions).toEqual([LEFT, undefined, LEFT]);
  });

  it('should fail and close the frame when the selector throws', () => {
    runMarbles(({ frames, expectObservable, expectSubscriptions }) => {
      const { items$, subscriptions } = frames('-a-b-|');
      const failing = regionOfInterest(({ frame }) => {
        if (frame.sequence === 1) throw new Error('no region');
        return LEFT;
      });
      const briefs$ = items$.pipe(failing, map(brief));
      expectObservable(briefs$).toBe('-a-#', { a: 'frame 0' }, new Error('no region'));
      expectSubscriptions(subscriptions).toBe('^--!');
    });
  });

  it.each([
    { x: 0, y: 0, width: 0, height: 1 },
    { x: 0, y: 0, width: 1, height: -1 },
    { x: NaN, y: 0, width: 1, height: 1 },
  ])('should refuse %j', (region) => {
    expect(() => regionOfInterest(region)).toThrow(InvalidArgumentError);
  });
});
