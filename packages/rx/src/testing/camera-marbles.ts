import type { FrameOptions } from '@ocelli/core';
import { createFrameTracker, type FrameTracker } from '@ocelli/core/testing';
import { map, type Observable } from 'rxjs';
import { type RunHelpers, TestScheduler } from 'rxjs/testing';
import { expect } from 'vitest';
import { asCamera } from '../as-camera.js';
import type { CameraFrame } from '../items/camera-frame.js';
import type { CameraItem } from '../items/camera-item.js';

/** A 16x16 picture of blocks that no measure objects to. */
export const blocks = (): Pick<FrameOptions, 'width' | 'height' | 'format' | 'data'> => ({
  width: 16,
  height: 16,
  format: 'gray',
  data: Uint8Array.from({ length: 256 }, (_, at) => (((at >> 2) + (at >> 6)) % 2 === 0 ? 64 : 192)),
});

export interface CameraMarbles extends RunHelpers {
  readonly scheduler: TestScheduler;
  readonly tracker: FrameTracker;
  /**
   * Camera frames as marbles: sequence from 0, captured when they are emitted. `pictures` gives other pictures
   * to some letters. A frame is made when it is emitted, so that frames nobody took do not count as open.
   */
  readonly frames: (
    marbles: string,
    pictures?: Readonly<Record<string, Partial<FrameOptions>>>,
  ) => { readonly items$: Observable<CameraFrame>; readonly subscriptions: SubscriptionLogs };
}

/** What `expectSubscriptions` takes. */
type SubscriptionLogs = Parameters<RunHelpers['expectSubscriptions']>[0];

/** Runs a marble test, then asserts that every frame was closed exactly once. */
export const runMarbles = (test: (marbles: CameraMarbles) => void): void => {
  const tracker = createFrameTracker();
  const scheduler = new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  });
  scheduler.run((helpers) => {
    const frames: CameraMarbles['frames'] = (marbles, pictures = {}) => {
      const letters$ = helpers.cold(marbles);
      const items$ = letters$.pipe(
        map((letter) =>
          tracker.frame({
            ...blocks(),
            timestampUs: scheduler.now() * 1000,
            ...pictures[letter],
          }),
        ),
        asCamera('gate'),
      );
      return { items$, subscriptions: letters$.subscriptions };
    };
    test({ ...helpers, scheduler, tracker, frames });
  });
  tracker.assertAllClosed();
};

/** An item in a few words. Takes frames, so it closes them. */
export const brief = (item: CameraItem): string => {
  switch (item.kind) {
    case 'frame':
      item.frame.close();
      return `frame ${item.frame.sequence}`;
    case 'drop':
      return `drop ${item.sequence} ${item.reason}`;
    case 'decision':
      return `decision ${item.sequence} ${item.classification.top.label}`;
    case 'health':
      return `${item.previous ?? 'start'} > ${item.state}`;
    case 'changed':
      return `changed ${item.from} > ${item.label}`;
    case 'entered':
    case 'left':
      return `${item.kind} ${item.label}`;
    case 'rate':
      return `rate ${item.decisions}`;
  }
};
