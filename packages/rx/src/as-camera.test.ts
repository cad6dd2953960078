import { InvalidArgumentError } from '@ocelli/core';
import { createFrameTracker } from '@ocelli/core/testing';
import { map, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { asCamera } from './as-camera.js';
import type { CameraFrame } from './items/camera-frame.js';
import { brief, runMarbles } from './testing/camera-marbles.js';

describe('asCamera', () => {
  it('should name the camera and put capture times on the clock', () => {
    const frame = createFrameTracker().frame({ timestampUs: 40 });
    const items: CameraFrame[] = [];
    of(frame)
      .pipe(asCamera('gate', { clockOffsetUs: 2 }))
      .subscribe((item) => items.push(item));
    expect(items).toEqual([{ kind: 'frame', cameraId: 'gate', frame, capturedUs: 42 }]);
  });

  it.each([
    ['frames', '-a-b-|', '-a-b-|', '^----!', undefined],
    ['an empty source', '|', '|', '(^!)', undefined],
    ['a source that never emits', '-', '-', '^--!', '^--!'],
    ['an error of the source', '-a-#', '-a-#', '^--!', undefined],
    ['a listener that leaves', '-a-b-|', '-a', '^-!', '^-!'],
  ])('should follow %s', (_, source, expected, subscription, unsubscription) => {
    runMarbles(({ frames, expectObservable, expectSubscriptions }) => {
      const { items$, subscriptions } = frames(source);
      const briefs$ = items$.pipe(map(brief));
      expectObservable(briefs$, unsubscription).toBe(expected, { a: 'frame 0', b: 'frame 1' });
      expectSubscriptions(subscriptions).toBe(subscription);
    });
  });

  it('should refuse an offset that is not finite', () => {
    expect(() => asCamera('gate', { clockOffsetUs: NaN })).toThrow(InvalidArgumentError);
  });
});
