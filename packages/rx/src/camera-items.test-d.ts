import type { Classifier, Frame, ModelCard } from '@ocelli/core';
import { type Observable, of, type SchedulerLike } from 'rxjs';
import { describe, expectTypeOf, it } from 'vitest';
import {
  asCamera,
  type CameraFrame,
  type CameraHealthChange,
  classifyLatest,
  classifyQueued,
  type FrameDecision,
  type FrameDrop,
  type LabelEntered,
  type LabelEvent,
  type LabelLeft,
  measureRate,
  motionGate,
  ofKind,
  type RateReport,
  regionOfInterest,
  sampleEvery,
  smoothProbabilities,
  stableLabel,
  withCameraHealth,
} from './index.js';

type Light = 'red' | 'amber' | 'green';

declare const frames$: Observable<Frame>;
declare const classifier: Classifier<Light>;
declare const card: ModelCard<Light>;
declare const otherCard: ModelCard<'healthy' | 'rust'>;
declare const scheduler: SchedulerLike;

/** Type of the items of a stream. */
type ItemOf<S> = S extends Observable<infer I> ? I : never;

const decided$ = frames$.pipe(
  asCamera('gate'),
  withCameraHealth('gate', {}, scheduler),
  sampleEvery(100),
  regionOfInterest({ x: 0, y: 0, width: 1, height: 1 }),
  motionGate(),
  classifyLatest(classifier, { maxAgeMs: 500 }),
);

describe('stream items', () => {
  it('should keep labels as literals from the classifier to the events', () => {
    expectTypeOf<ItemOf<typeof decided$>>().toEqualTypeOf<
      FrameDrop | CameraHealthChange | FrameDecision<Light>
    >();
    const events$ = decided$.pipe(smoothProbabilities(card), stableLabel(), measureRate('gate'));
    expectTypeOf<ItemOf<typeof events$>>().toEqualTypeOf<
      FrameDrop | CameraHealthChange | FrameDecision<Light> | LabelEvent<Light> | RateReport
    >();
    const entered$ = events$.pipe(ofKind('entered', 'left'));
    expectTypeOf(entered$).toEqualTypeOf<Observable<LabelEntered<Light> | LabelLeft<Light>>>();
    entered$.subscribe(({ label }) => {
      // @ts-expect-error 'geen' is not a label
      if (label === 'geen') return;
    });
  });

  it('should leave no frame in the stream after a classifier', () => {
    expectTypeOf(frames$.pipe(asCamera('files'), classifyQueued(classifier))).toEqualTypeOf<
      Observable<FrameDrop | FrameDecision<Light>>
    >();
    expectTypeOf<Extract<ItemOf<typeof decided$>, CameraFrame>>().toEqualTypeOf<never>();
  });

  it('should take a classifier that answers with any observable input', () => {
    const answering$ = frames$.pipe(
      asCamera('gate'),
      classifyLatest({ classify: () => of<FrameDecision<'a'>['classification']>() }),
    );
    expectTypeOf(answering$).toEqualTypeOf<Observable<FrameDrop | FrameDecision<'a'>>>();
  });

  it('should not compile with a label that is misspelt', () => {
    decided$.pipe(stableLabel({ enterThreshold: { green: 0.9 }, unknownLabels: ['amber'] }));
    // @ts-expect-error 'geen' is not a label that can have a threshold
    decided$.pipe(stableLabel({ enterThreshold: { geen: 0.9 } }));
    // @ts-expect-error 'geen' is not a label that can have a threshold
    decided$.pipe(stableLabel({ leaveThreshold: { geen: 0.9 } }));
    // @ts-expect-error 'geen' is not a label that can be unknown
    decided$.pipe(stableLabel({ unknownLabels: ['geen'] }));
  });

  it('should not compile with a card of other labels, or a kind that is not there', () => {
    // @ts-expect-error the decisions are not about leaves
    decided$.pipe(smoothProbabilities(otherCard));
    // @ts-expect-error no stableLabel, no events
    decided$.pipe(ofKind('entered'));
  });

  it('should not take frames that no camera was named for', () => {
    // @ts-expect-error asCamera comes first
    frames$.pipe(motionGate());
  });
});
