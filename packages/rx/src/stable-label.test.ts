import { InvalidArgumentError } from '@ocelli/core';
import { filter, from, map, take } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { CameraHealthChange } from './items/camera-health.js';
import type { CameraItem } from './items/camera-item.js';
import type { FrameDecision } from './items/frame-decision.js';
import type { StableLabelConfig } from './label/stable-label-config.js';
import { stableLabel } from './stable-label.js';
import { brief, runMarbles } from './testing/camera-marbles.js';
import { decisionAt, type Light, logitsOf } from './testing/classifications.js';
import { definePassOnCases } from './testing/pass-on-cases.js';

const CONFIG = {
  enterThreshold: 0.8,
  leaveThreshold: 0.5,
  dwellMs: 2,
  leaveAfterMs: 3,
  coolDownMs: 10,
} as const;

const health = (state: CameraHealthChange['state']): CameraHealthChange => ({
  kind: 'health',
  cameraId: 'gate',
  state,
  previous: undefined,
  atUs: 0,
});

/** R, A, G: the label at 0.9; r, a, g: at 0.6; ?: red at 0.4, below both thresholds; ! and =: camera black, ok. */
const itemAt = (letter: string, capturedMs: number): CameraItem<Light> => {
  if (letter === '!') return health('black');
  if (letter === '=') return health('ok');
  if (letter === '?') return decisionAt(capturedMs, logitsOf('red', 0.4));
  const label = ({ R: 'red', A: 'amber', G: 'green' } as const)[letter.toUpperCase()] ?? 'red';
  const isSure = letter === letter.toUpperCase();
  return decisionAt(capturedMs, logitsOf(label, isSure ? 0.9 : 0.6));
};

/** Events of a row of letters, one a millisecond; `.` is a millisecond without a decision. */
const eventsOf = (letters: string, config: StableLabelConfig<Light> = {}): string[] => {
  const items = Array.from(letters, (letter, index) => ({ letter, index }))
    .filter(({ letter }) => letter !== '.')
    .map(({ letter, index }) => itemAt(letter, index));
  const events: string[] = [];
  from(items)
    .pipe(stableLabel({ ...CONFIG, ...config }))
    .subscribe((item) => {
      if (item.kind === 'entered' || item.kind === 'left' || item.kind === 'changed') {
        events.push(`${brief(item)} @${item.decision.capturedUs / 1000}`);
      }
    });
  return events;
};

describe('stableLabel', () => {
  definePassOnCases(() => stableLabel<CameraItem<Light>>());

  it('should pass every decision, followed by the event that it settled', () => {
    runMarbles(({ cold, scheduler, expectObservable, expectSubscriptions }) => {
      const source = cold('-RRRR?-?-?-|');
      const items$ = source.pipe(
        map((letter) => itemAt(letter, scheduler.now())),
        stableLabel(CONFIG),
        filter(({ kind }) => kind !== 'decision'),
        map(brief),
      );
      expectObservable(items$).toBe('---e-----l-|', { e: 'entered red', l: 'left red' });
      expectSubscriptions(source.subscriptions).toBe('^----------!');
    });
    const kinds: string[] = [];
    from([itemAt('R', 0), itemAt('R', 2)])
      .pipe(stableLabel(CONFIG))
      .subscribe(({ kind }) => kinds.push(kind));
    expect(kinds).toEqual(['decision', 'decision', 'entered']);
  });

  it('should say since when a label was there, and by which decision', () => {
    const items: CameraItem<Light>[] = [];
    const decisions = ['R', 'R', 'R', '?', '?'].map((letter, index) => itemAt(letter, index * 2));
    from(decisions)
      .pipe(stableLabel(CONFIG))
      .subscribe((item) => items.push(item));
    expect(items.filter(({ kind }) => kind !== 'decision')).toEqual([
      {
        kind: 'entered',
        cameraId: 'gate',
        label: 'red',
        score: expect.closeTo(0.9, 5) as number,
        sinceUs: 0,
        decision: decisions[1],
      },
    ]);
    expect(eventsOf('RRR?..?')).toEqual(['entered red @2', 'left red @6']);
  });

  it.each([
    ['enter only after a dwell at the enter threshold', 'RRrRR', []],
    ['enter when the dwell is over', 'rrRRR', ['entered red @4']],
    ['not enter for one odd frame', 'RARAR', []],
    ['stay between the thresholds', 'RRRrrrrrrr', ['entered red @2']],
    ['stay through a short weakness', 'RRR??r??r', ['entered red @2']],
    ['leave after a long weakness', 'RRR????', ['entered red @2', 'left red @6']],
    ['change for a label that dwells', 'RRRAAAA', ['entered red @2', 'changed red > amber @5']],
    ['not change for one odd frame', 'RRRARARRA', ['entered red @2']],
    [
      'stay away for the cool-down, then enter again',
      'RRR????RRRRRRRRRRRRR',
      ['entered red @2', 'left red @6', 'entered red @18'],
    ],
    [
      'let another label in during the cool-down',
      'RRR????AAA',
      ['entered red @2', 'left red @6', 'entered amber @9'],
    ],
    ['begin anew after a gap', `R${'.'.repeat(30)}R`, []],
    ['raise no event while the camera is not ok', 'RR!R=R', []],
    ['keep a label through an outage', 'RRR!...=RRR', ['entered red @2']],
    [
      'let a label leave after an outage',
      'RRR?!..........=????',
      ['entered red @2', 'left red @19'],
    ],
  ])('should %s', (_, letters, expected) => {
    expect(eventsOf(letters, { maxGapMs: 20 })).toEqual(expected);
  });

  it('should take labels that mean nothing for unknown', () => {
    expect(eventsOf('GGGG', { unknownLabels: ['green'] })).toEqual([]);
    expect(eventsOf('RRRGGGGG', { unknownLabels: ['green'] })).toEqual([
      'entered red @2',
      'left red @6',
    ]);
  });

  it('should have thresholds by label, and defaults for the others', () => {
    const config = { enterThreshold: { amber: 0.55 }, leaveThreshold: { amber: 0.5 } };
    expect(eventsOf('aaa', config)).toEqual(['entered amber @2']);
    expect(eventsOf('ggg', config)).toEqual([]);
  });

  it('should enter at once without a dwell', () => {
    expect(eventsOf('R?R', { dwellMs: 0, leaveAfterMs: 0, coolDownMs: 0 })).toEqual([
      'entered red @0',
      'left red @1',
      'entered red @2',
    ]);
  });

  it('should begin anew when capture times go back', () => {
    const times = [100, 101, 0, 1, 2];
    const events: string[] = [];
    from(times.map((ms) => itemAt('R', ms)))
      .pipe(stableLabel(CONFIG))
      .subscribe((item) => {
        if (item.kind === 'entered') events.push(`@${item.sinceUs} to ${item.decision.capturedUs}`);
      });
    expect(events).toEqual(['@0 to 2000']);
  });

  it('should not say what settled after the listener left with the decision', () => {
    const kinds: string[] = [];
    from([itemAt('R', 0), itemAt('R', 2)])
      .pipe(stableLabel(CONFIG), take(2))
      .subscribe(({ kind }) => kinds.push(kind));
    expect(kinds).toEqual(['decision', 'decision']);
  });

  it.each<[StableLabelConfig<Light>, string]>([
    [{ enterThreshold: 1.1 }, 'config.enterThreshold'],
    [{ enterThreshold: 0.3 }, 'config.leaveThreshold'],
    [{ leaveThreshold: { red: 0.8 } }, 'config.leaveThreshold.red'],
    [{ enterThreshold: { red: NaN } }, 'config.enterThreshold.red'],
    [{ dwellMs: -1 }, 'config.dwellMs'],
    [{ maxGapMs: Infinity }, 'config.maxGapMs'],
  ])('should refuse %j', (config, argument) => {
    const make = () => stableLabel<FrameDecision<Light>>(config);
    expect(make).toThrow(InvalidArgumentError);
    expect(make).toThrow(expect.objectContaining({ argument }) as Error);
  });
});
