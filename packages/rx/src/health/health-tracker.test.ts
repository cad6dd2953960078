import { describe, expect, it } from 'vitest';
import type { PictureMeasures } from '../picture/measure-picture.js';
import { resolveHealthConfig } from './camera-health-config.js';
import { createHealthTracker, pictureState } from './health-tracker.js';

const GOOD: PictureMeasures = {
  dark: 0.1,
  bright: 0.1,
  sharpness: 0.1,
  contrast: 900,
  fingerprint: 0,
};
const DEFAULTS = resolveHealthConfig({});

describe('pictureState', () => {
  it.each([
    ['black', { dark: 0.98 }, { dark: 0.9 }, { dark: 0.89 }],
    ['over-exposed', { bright: 0.8 }, { bright: 0.7 }, { bright: 0.69 }],
    ['blurred', { sharpness: 0.029 }, { sharpness: 0.039 }, { sharpness: 0.04 }],
  ] as const)('should hold on to %s until it is well over', (state, enter, stay, leave) => {
    const seen = (measures: Partial<PictureMeasures>, current: 'ok' | typeof state) =>
      pictureState({ ...GOOD, ...measures }, DEFAULTS, current);
    expect(seen(enter, 'ok')).toBe(state);
    expect(seen(stay, 'ok')).toBe('ok');
    expect(seen(stay, state)).toBe(state);
    expect(seen(leave, state)).toBe('ok');
  });

  it('should not call a picture blurred that has nothing to be sharp', () => {
    expect(pictureState({ ...GOOD, sharpness: 0.02, contrast: 15 }, DEFAULTS, 'ok')).toBe('ok');
  });
});

describe('createHealthTracker', () => {
  /** States and what may be classified, of pictures that are 100 ms apart unless a time is given. */
  const follow = (
    pictures: readonly (Partial<PictureMeasures> & { readonly atMs?: number })[],
    config = {},
  ): string[] => {
    const tracker = createHealthTracker(resolveHealthConfig(config));
    return pictures.map(({ atMs, ...measures }, index) => {
      const picture = { ...GOOD, fingerprint: index, ...measures };
      const isFit = tracker.see(picture, (atMs ?? index * 100) * 1000);
      return `${tracker.state ?? 'none'}${isFit ? '' : ' unfit'}`;
    });
  };
  const black = { dark: 1 };

  it('should know the state with the first picture', () => {
    expect(follow([GOOD])).toEqual(['ok']);
    expect(follow([black])).toEqual(['black unfit']);
  });

  it('should keep its state through a short spell, but classify nothing of it', () => {
    expect(follow([{}, black, black, {}, black], { enterAfterMs: 200 })).toEqual([
      'ok',
      'ok unfit',
      'ok unfit',
      'ok',
      'ok unfit',
    ]);
  });

  it('should change its state after the spell, and back when pictures stayed good', () => {
    const config = { enterAfterMs: 200, recoverAfterMs: 100 };
    expect(follow([{}, black, black, black, {}, black, {}, {}, {}], config)).toEqual([
      'ok',
      'ok unfit',
      'ok unfit',
      'black unfit',
      'black unfit',
      'black unfit',
      'black unfit',
      'ok',
      'ok',
    ]);
  });

  it('should find a frozen picture, also a black one, until it moves', () => {
    const still = { fingerprint: 99 };
    const config = { frozenAfterMs: 200, recoverAfterMs: 0, enterAfterMs: 0 };
    expect(follow([still, still, still, {}], config)).toEqual(['ok', 'ok', 'frozen unfit', 'ok']);
    const stuck = { ...still, ...black };
    expect(follow([stuck, stuck, stuck], config).at(-1)).toBe('frozen unfit');
  });

  it('should begin anew with a camera that counts from 0 again', () => {
    const still = { fingerprint: 99 };
    const states = follow(
      [still, { ...still, atMs: 150 }, { ...still, atMs: 0 }, { ...still, atMs: 150 }],
      { frozenAfterMs: 200 },
    );
    expect(states).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  it('should want good pictures for a while after the signal was lost', () => {
    const tracker = createHealthTracker(resolveHealthConfig({ recoverAfterMs: 100 }));
    tracker.loseSignal();
    expect(tracker.state).toBe('no-signal');
    expect(tracker.see({ ...GOOD, fingerprint: 1 }, 0)).toBe(false);
    expect(tracker.see({ ...GOOD, fingerprint: 2 }, 100_000)).toBe(true);
    expect(tracker.state).toBe('ok');
  });
});
