import { map } from 'rxjs';
import { describe, it } from 'vitest';
import type { CameraItem } from './items/camera-item.js';
import { ofKind } from './of-kind.js';
import { brief, runMarbles } from './testing/camera-marbles.js';
import { decisionAt } from './testing/classifications.js';
import { definePassOnCases } from './testing/pass-on-cases.js';

describe('ofKind', () => {
  definePassOnCases(() => ofKind('frame', 'health'));

  it('should keep only the kinds it was asked for', () => {
    runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const health = {
        kind: 'health',
        cameraId: 'gate',
        state: 'ok',
        previous: undefined,
        atUs: 0,
      } as const;
      const decision = decisionAt(0, [1, 0, 0]);
      const source = cold<CameraItem>('-h-d-h-|', { h: health, d: decision });
      const decisions$ = source.pipe(ofKind('decision'), map(brief));
      expectObservable(decisions$).toBe('---d---|', { d: 'decision 0 red' });
      expectSubscriptions(source.subscriptions).toBe('^------!');
    });
  });

  it('should close frames that it does not keep', () => {
    runMarbles(({ frames, expectObservable, expectSubscriptions }) => {
      const { items$, subscriptions } = frames('-a-b-|');
      const none$ = items$.pipe(ofKind<CameraItem, 'drop'>('drop'));
      expectObservable(none$).toBe('-----|');
      expectSubscriptions(subscriptions).toBe('^----!');
    });
  });
});
