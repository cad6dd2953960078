import { type DecisionConfig, InvalidArgumentError, LabelCountMismatchError } from '@ocelli/core';
import { from, map } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { CameraHealthChange } from './items/camera-health.js';
import type { CameraItem } from './items/camera-item.js';
import type { FrameDecision } from './items/frame-decision.js';
import { smoothProbabilities } from './smooth-probabilities.js';
import { runMarbles } from './testing/camera-marbles.js';
import { decisionAt, LIGHTS, type Light, lightCard } from './testing/classifications.js';
import { definePassOnCases } from './testing/pass-on-cases.js';

/** Smoothed logits of each decision. */
const smoothedLogits = (
  items: readonly CameraItem<Light>[],
  timeConstantMs: number,
): (readonly number[])[] => {
  const logits: (readonly number[])[] = [];
  from(items)
    .pipe(smoothProbabilities(lightCard, { timeConstantMs }))
    .subscribe((item) => {
      if (item.kind === 'decision') logits.push(Array.from(item.classification.logits));
    });
  return logits;
};

const RED = [4, 0, 0];
const GREEN = [0, 0, 4];

describe('smoothProbabilities', () => {
  definePassOnCases(() => smoothProbabilities(lightCard));

  it('should decide anew on the mean of the logits', () => {
    runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold<FrameDecision<Light>>('-a-b-c-d|', {
        a: decisionAt(0, RED),
        b: decisionAt(40, GREEN),
        c: decisionAt(80, GREEN),
        d: decisionAt(120, GREEN),
      });
      const tops$ = source.pipe(
        smoothProbabilities(lightCard, { timeConstantMs: 80 }),
        map(({ classification: { top, scores, accepted } }) => {
          expect(accepted).toEqual([top]);
          expect(scores[0]).toEqual(top);
          return top.label;
        }),
      );
      // The mean of red is 4 exp(-t / 80), of green 4 (1 - exp(-t / 80)): they cross at 55 ms.
      expectObservable(tops$).toBe('-r-r-g-g|', { r: 'red', g: 'green' });
      expectSubscriptions(source.subscriptions).toBe('^-------!');
    });
  });

  it('should follow mean += (1 - exp(-dt / timeConstant)) * (logits - mean)', () => {
    const [first, second, third] = smoothedLogits(
      [decisionAt(0, RED), decisionAt(50, GREEN), decisionAt(150, GREEN)],
      100,
    );
    expect(first).toEqual(RED);
    expect(second?.[0]).toBeCloseTo(4 * Math.exp(-0.5), 6);
    expect(second?.[2]).toBeCloseTo(4 * (1 - Math.exp(-0.5)), 6);
    expect(third?.[0]).toBeCloseTo(4 * Math.exp(-1.5), 6);
  });

  it('should come to the same at any frame rate', () => {
    const after = (fps: number) => {
      const green = Array.from({ length: fps }, (_, index) =>
        decisionAt(((index + 1) * 1000) / fps, GREEN),
      );
      return smoothedLogits([decisionAt(0, RED), ...green], 400).at(-1) ?? [];
    };
    const slow = after(2);
    after(60).forEach((logit, index) => {
      expect(logit).toBeCloseTo(slow[index] ?? NaN, 5);
    });
  });

  it('should begin anew after a camera was not ok, and when capture times go back', () => {
    const black: CameraHealthChange = {
      kind: 'health',
      cameraId: 'gate',
      state: 'black',
      previous: 'ok',
      atUs: 0,
    };
    const items = [
      decisionAt(0, RED),
      black,
      decisionAt(1, GREEN),
      { ...black, state: 'ok', previous: 'black' } as const,
      decisionAt(1, RED),
      decisionAt(0, GREEN),
    ];
    expect(smoothedLogits(items, 1000)).toEqual([RED, GREEN, RED, GREEN]);
  });

  it.each(['softmax', 'sigmoid'] as const)(
    'should average the logits behind the probabilities of a %s head',
    (kind) => {
      const card: DecisionConfig<Light> = {
        labels: LIGHTS,
        head: { kind, output: 'probabilities', values: 'probabilities' },
      };
      const mean: FrameDecision<Light>[] = [];
      from([decisionAt(0, [0.9, 0.1, 0], card), decisionAt(1, [0.1, 0.9, 0], card)])
        .pipe(smoothProbabilities(card, { timeConstantMs: 1 / Math.log(2) }))
        .subscribe((item) => mean.push(item));
      // Half of each: log 0.9 and log 0.1 are as far apart both ways, so red and amber are even.
      const scores = mean[1]?.classification.scores.map(({ score }) => score);
      expect(scores?.[0]).toBeCloseTo(0.5, 5);
      expect(scores?.[1]).toBeCloseTo(0.5, 5);
      expect(scores?.[2]).toBeCloseTo(0, 5);
      expect(mean[0]?.classification.top.score).toBeCloseTo(0.9, 5);
    },
  );

  it('should fail with decisions of another model', () => {
    runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
      const decision = decisionAt(0, RED);
      const classification = { ...decision.classification, logits: Float32Array.of(1, 2) };
      const source = cold<FrameDecision<Light>>('-a-b|', {
        a: decision,
        b: { ...decision, classification },
      });
      const kinds$ = source.pipe(
        smoothProbabilities({ ...lightCard, labels: ['red', 'amber'] as readonly Light[] }),
        map(({ kind }) => kind),
      );
      expectObservable(kinds$).toBe(
        '-#',
        undefined,
        new LabelCountMismatchError({ labelCount: 2, logitCount: 3 }),
      );
      expectSubscriptions(source.subscriptions).toBe('^!');
    });
  });

  it('should refuse a time constant of 0', () => {
    expect(() => smoothProbabilities(lightCard, { timeConstantMs: 0 })).toThrow(
      InvalidArgumentError,
    );
  });
});
