import { filter, from, map, type OperatorFunction, take } from 'rxjs';
import type { TestScheduler } from 'rxjs/testing';
import { expect, it } from 'vitest';
import { asCamera } from '../as-camera.js';
import type { CameraHealthChange } from '../items/camera-health.js';
import type { CameraItem } from '../items/camera-item.js';
import { blocks, brief, runMarbles } from './camera-marbles.js';
import type { Light } from './classifications.js';

type CreateOperator = (
  scheduler: TestScheduler,
) => OperatorFunction<CameraItem<Light>, CameraItem<Light>>;

const FRAMES = { a: 'frame 0', b: 'frame 1', c: 'frame 2' };
const health: CameraHealthChange = {
  kind: 'health',
  cameraId: 'gate',
  state: 'ok',
  previous: undefined,
  atUs: 0,
};

/** Source, what becomes of it, how long it is listened to, and when the listener leaves, as marbles. */
const CASES = [
  ['hand frames on at once', '-a-b-c-|', '-a-b-c-|', '^------!', undefined],
  ['complete with an empty source', '|', '|', '(^!)', undefined],
  ['wait for a source that never emits', '-----', '-----', '^---!', '^---!'],
  ['forward the error of the source', '-a-#', '-a-#', '^--!', undefined],
  ['leave the source when nobody listens any more', '-a-b-c-|', '-a--', '^-!', '^-!'],
] as const;

/**
 * Cases that every operator passes which hands frames on at once and asks nobody else: there is no inner
 * observable that could fail, nor anything to be busy with when the source completes.
 */
export const definePassOnCases = (create: CreateOperator): void => {
  it.each(CASES)('should %s', (_, source, expected, subscription, unsubscription) => {
    runMarbles(({ frames, scheduler, expectObservable, expectSubscriptions }) => {
      const { items$, subscriptions } = frames(source);
      const frames$ = items$.pipe(
        create(scheduler),
        filter(({ kind }) => kind === 'frame'),
        map(brief),
      );
      expectObservable(frames$, unsubscription).toBe(expected, FRAMES);
      expectSubscriptions(subscriptions).toBe(subscription);
    });
  });

  it('should pass items of other kinds', () => {
    runMarbles(({ cold, scheduler, expectObservable, expectSubscriptions }) => {
      const source = cold<CameraItem<Light>>('-x-|', { x: health });
      expectObservable(source.pipe(create(scheduler))).toBe('-x-|', { x: health });
      expectSubscriptions(source.subscriptions).toBe('^--!');
    });
  });

  it('should leave no frame open of a source that emits all at once after the listener left', () => {
    runMarbles(({ tracker, scheduler }) => {
      const taken: CameraItem<Light>[] = [];
      from([1, 2, 3])
        .pipe(
          map(() => tracker.frame(blocks())),
          asCamera('gate'),
          create(scheduler),
          take(1),
        )
        .subscribe((item) => taken.push(item));
      taken.forEach(brief);
      expect(taken).toHaveLength(1);
    });
  });

  it('should keep nothing from one subscription to the next', () => {
    runMarbles(({ frames, scheduler, expectObservable }) => {
      const frames$ = frames('-a-|').items$.pipe(
        create(scheduler),
        filter(({ kind }) => kind === 'frame'),
        map((item) => brief(item).slice(0, 5)),
      );
      expectObservable(frames$).toBe('-x-|', { x: 'frame' });
      expectObservable(frames$, '-----^----').toBe('------x-|', { x: 'frame' });
    });
  });
};
