import { type FrameOptions, InvalidArgumentError } from '@ocelli/core';
import { filter, map, take } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { brief, runMarbles } from './testing/camera-marbles.js';
import { definePassOnCases } from './testing/pass-on-cases.js';
import { withCameraHealth } from './with-camera-health.js';

const picture = (luma: (at: number) => number): Partial<FrameOptions> => ({
  width: 64,
  height: 48,
  format: 'gray',
  data: Uint8Array.from({ length: 64 * 48 }, (_, at) => luma(at)),
});

const PICTURES = {
  x: picture(() => 0),
  w: picture(() => 255),
  // Luma changes evenly across the picture.
  s: picture((at) => (at % 64) * 3 + 20),
};

const CONFIG = { noSignalAfterMs: 6, enterAfterMs: 2, recoverAfterMs: 2 };

const ITEMS = {
  '+': 'start > ok',
  X: 'ok > black',
  W: 'ok > over-exposed',
  S: 'ok > blurred',
  N: 'ok > no-signal',
  M: 'start > no-signal',
  O: 'no-signal > ok',
  R: 'black > ok',
  Z: 'ok > frozen',
  0: 'frame 0',
  1: 'frame 1',
  2: 'frame 2',
  3: 'frame 3',
  4: 'frame 4',
  a: 'drop 0 unfit-picture',
  b: 'drop 1 unfit-picture',
  c: 'drop 2 unfit-picture',
  d: 'drop 3 unfit-picture',
};

const check = (
  {
    source,
    subscription,
    expected,
    unsubscription,
  }: Readonly<Record<'source' | 'subscription' | 'expected', string>> & {
    readonly unsubscription?: string;
  },
  config = {},
) => {
  runMarbles(({ frames, scheduler, expectObservable, expectSubscriptions }) => {
    const { items$, subscriptions } = frames(source, PICTURES);
    const health = withCameraHealth('gate', { ...CONFIG, ...config }, scheduler);
    expectObservable(items$.pipe(health, map(brief)), unsubscription).toBe(expected, ITEMS);
    expectSubscriptions(subscriptions).toBe(subscription);
  });
};

describe('withCameraHealth', () => {
  definePassOnCases((scheduler) => withCameraHealth('gate', {}, scheduler));

  it('should tell the state with the first frame, before it', () => {
    check({
      source: '      ----o---o|',
      subscription: '^--------!',
      expected: '    ----(+0)1|',
    });
  });

  it.each([
    ['x', 'X'],
    ['w', 'W'],
    ['s', 'S'],
  ])('should report no class for pictures like %s, and the state when they go on', (bad, state) => {
    check(
      {
        source: `      o----${bad}-----${bad}---o|`.replaceAll(' ', ''),
        subscription: '^---------------!',
        expected: `(+0)-b-----(${state}c)d|`,
      },
      { enterAfterMs: 6, noSignalAfterMs: 20 },
    );
  });

  it('should report a lost signal, and the return of good pictures', () => {
    check({
      source: '      o------------o--o----|',
      subscription: '^--------------------!',
      expected: '    (+0)--N------b--(O2)-|',
    });
  });

  it('should report a camera that never sends a frame, once', () => {
    check({
      source: '        --------------------',
      subscription: '  ^-------------------!',
      expected: '      ------M-------------',
      unsubscription: '^-------------------!',
    });
  });

  it('should report a picture that does not change', () => {
    check(
      {
        source: '      o---o---o---|',
        subscription: '^-----------!',
        expected: '    (+0)1---(Zc)|',
      },
      { frozenAfterMs: 8, noSignalAfterMs: 20 },
    );
  });

  it('should close the frame when the listener leaves with its state', () => {
    runMarbles(({ frames, scheduler, expectObservable, expectSubscriptions }) => {
      const { items$, subscriptions } = frames('-o-o-|');
      const first$ = items$.pipe(withCameraHealth('gate', {}, scheduler), take(1), map(brief));
      expectObservable(first$).toBe('-(+|)', ITEMS);
      expectSubscriptions(subscriptions).toBe('^!');
    });
  });

  it('should fail with a frame that it cannot read', () => {
    runMarbles(({ frames, scheduler, expectObservable, expectSubscriptions }) => {
      const { items$, subscriptions } = frames('-o-o-|');
      const broken$ = items$.pipe(
        map((item) => {
          item.frame.close();
          return item;
        }),
        withCameraHealth('gate', {}, scheduler),
        filter(() => false),
      );
      const error = expect.objectContaining({ name: 'FrameClosedError' }) as unknown;
      expectObservable(broken$).toBe('-#', undefined, error);
      expectSubscriptions(subscriptions).toBe('^!');
    });
  });

  it.each([
    { noSignalAfterMs: Infinity },
    { frozenAfterMs: 0 },
    { black: { enter: 2, leave: 0 } },
    { blurred: { enter: 0, leave: -1 } },
    { recoverAfterMs: -1 },
  ])('should refuse %j', (config) => {
    expect(() => withCameraHealth('gate', config)).toThrow(InvalidArgumentError);
  });
});
