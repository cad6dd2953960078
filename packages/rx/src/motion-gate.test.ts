import { type FrameOptions, InvalidArgumentError } from '@ocelli/core';
import { filter, map } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { motionGate } from './motion-gate.js';
import { regionOfInterest } from './region-of-interest.js';
import { brief, runMarbles } from './testing/camera-marbles.js';
import { definePassOnCases } from './testing/pass-on-cases.js';

/** A grey picture of 64x36 with a brighter box of 8x8, which is 2.8 % of it, at `left`. */
const scene = (left: number, level = 100): Partial<FrameOptions> => ({
  width: 64,
  height: 36,
  format: 'gray',
  data: Uint8Array.from({ length: 64 * 36 }, (_, at) => {
    const x = at % 64;
    const y = Math.floor(at / 64);
    return x >= left && x < left + 8 && y >= 8 && y < 16 ? level + 60 : level;
  }),
});

const PICTURES = { a: scene(0), b: scene(40), d: scene(0, 130), n: scene(1000) };

const ITEMS = {
  0: 'frame 0',
  1: 'frame 1',
  2: 'frame 2',
  3: 'frame 3',
  4: 'frame 4',
  w: 'drop 1 no-motion',
  x: 'drop 2 no-motion',
  y: 'drop 3 no-motion',
  z: 'drop 4 no-motion',
};

describe('motionGate', () => {
  definePassOnCases(() => motionGate());

  const check = (source: string, expected: string, holdMs: number) => {
    runMarbles(({ frames, expectObservable, expectSubscriptions }) => {
      const { items$, subscriptions } = frames(source, PICTURES);
      expectObservable(items$.pipe(motionGate({ holdMs }), map(brief))).toBe(expected, ITEMS);
      expectSubscriptions(subscriptions).toBe(`^${'-'.repeat(source.length - 2)}!`);
    });
  };

  it('should let frames pass while something moves, and drop still ones', () => {
    check('-a-a-b-a-a|', '-0-w-2-y-z|', 0);
  });

  it('should let frames pass for a while after the last motion', () => {
    check('-a-a-a-a-a|', '-0-1-2-y-z|', 4);
  });

  it('should not take a change of exposure for motion', () => {
    check('-a-d-d-b-b|', '-0-w-x-3-4|', 1.5);
  });

  it('should look only where the region of interest is', () => {
    runMarbles(({ frames, expectObservable }) => {
      const right = regionOfInterest({ x: 32, y: 0, width: 32, height: 36 });
      const passing$ = frames('-a-n-b-|', PICTURES).items$.pipe(
        right,
        motionGate({ holdMs: 0 }),
        map(brief),
      );
      // The box leaves the left half, then appears in the right one.
      expectObservable(passing$).toBe('-0-w-2-|', ITEMS);
    });
  });

  it('should take up what stands still into the background', () => {
    const sent = 200;
    const passed: number[] = [];
    runMarbles(({ frames }) => {
      // The box stands at the right from the second frame on.
      frames(`a${'b'.repeat(sent)}`, PICTURES)
        .items$.pipe(
          motionGate({ holdMs: 0, backgroundMs: 50 }),
          filter((item) => (item.kind === 'frame' ? true : (brief(item), false))),
        )
        .subscribe((item) => {
          passed.push(item.kind === 'frame' ? item.frame.sequence : -1);
          brief(item);
        });
    });
    // 60 grey levels fall below 8 after 50 ms * ln(60 / 8) = 101 ms.
    expect(passed.at(-1)).toBeGreaterThan(95);
    expect(passed.at(-1)).toBeLessThan(107);
  });

  it('should fail and not hold on to a frame that it cannot read', () => {
    runMarbles(({ frames, expectObservable, expectSubscriptions }) => {
      const { items$, subscriptions } = frames('-a-b-|');
      const closed$ = items$.pipe(
        map((item) => {
          item.frame.close();
          return item;
        }),
      );
      const messages$ = closed$.pipe(motionGate(), map(brief));
      expectObservable(messages$.pipe(filter(() => false))).toBe(
        '-#',
        undefined,
        expect.objectContaining({ name: 'FrameClosedError' }),
      );
      expectSubscriptions(subscriptions).toBe('^!');
    });
  });

  it.each([{ minChange: 0 }, { minArea: 2 }, { holdMs: -1 }, { backgroundMs: 0 }])(
    'should refuse %j',
    (config) => {
      expect(() => motionGate(config)).toThrow(InvalidArgumentError);
    },
  );
});
