import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import { InvalidLogitsError, LabelCountMismatchError } from '../errors/session-errors.js';
import { decide, type DecisionConfig } from './decide.js';

type Label = 'red' | 'amber' | 'green';

const config = (head: Partial<DecisionConfig<Label>['head']> = {}): DecisionConfig<Label> => ({
  labels: ['red', 'amber', 'green'],
  head: { kind: 'softmax', output: 'logits', ...head },
});

const labelsOf = (scores: readonly { label: Label }[]): Label[] => scores.map((s) => s.label);

describe('decide with a softmax head', () => {
  it('should rank the labels and accept the best one', () => {
    const decision = decide(config(), [1, 3, 2]);
    expect(decision.top).toEqual({
      label: 'amber',
      index: 1,
      score: expect.closeTo(0.66524096, 8) as number,
    });
    expect(labelsOf(decision.scores)).toEqual(['amber', 'green', 'red']);
    expect(decision.accepted).toEqual([decision.top]);
  });

  it('should accept nothing below the threshold, and still name the best', () => {
    const decision = decide(config({ threshold: 0.7 }), [1, 3, 2]);
    expect(decision.top.label).toBe('amber');
    expect(decision.accepted).toEqual([]);
  });

  it('should take thresholds by label, 0 where none is given', () => {
    expect(decide(config({ threshold: { amber: 0.7 } }), [1, 3, 2]).accepted).toEqual([]);
    expect(decide(config({ threshold: { red: 0.7 } }), [1, 3, 2]).accepted).toHaveLength(1);
  });

  it('should name only labels that are allowed and not denied, with unchanged scores', () => {
    const everything = decide(config(), [1, 3, 2]);
    const decision = decide(config({ allow: ['red', 'amber'], deny: ['amber'] }), [1, 3, 2]);
    expect(decision.scores).toEqual([everything.scores[2]]);
  });

  it('should let options replace what the head says', () => {
    const head = config({ topK: 1, threshold: 0.9, allow: ['red'], deny: ['green'] });
    const decision = decide(head, [1, 3, 2], {
      topK: 2,
      threshold: 0.1,
      allow: ['amber', 'green'],
      deny: [],
    });
    expect(labelsOf(decision.scores)).toEqual(['amber', 'green']);
    expect(labelsOf(decision.accepted)).toEqual(['amber']);
  });

  it('should calibrate with the temperature', () => {
    const decision = decide({ ...config(), calibration: { temperature: 1.5 } }, [1, 2, 3]);
    expect(decision.top.score).toBeCloseTo(0.5627416864987679, 14);
  });

  it('should take probabilities as they are, and calibrate them by their logarithm', () => {
    const head = config({ values: 'probabilities' });
    expect(decide(head, [0.7, 0.2, 0.1]).top.score).toBe(0.7);
    // softmax(log(p) / 2) in numpy 2.4 float64.
    const decision = decide({ ...head, calibration: { temperature: 2 } }, [0.7, 0.2, 0.1]);
    expect(decision.scores.map((s) => s.score)).toEqual([
      expect.closeTo(0.5228793830078696, 14),
      expect.closeTo(0.27949078654617093, 14),
      expect.closeTo(0.1976298304459594, 14),
    ]);
  });

  it('should calibrate probabilities of exactly 0 and 1', () => {
    const head = { ...config({ values: 'probabilities' }), calibration: { temperature: 2 } };
    expect(decide(head, [1, 0, 0]).scores.map((s) => s.score)).toEqual([1, 0, 0]);
  });
});

describe('decide with a sigmoid head', () => {
  const sigmoidHead = (head: Partial<DecisionConfig<Label>['head']> = {}) =>
    config({ kind: 'sigmoid', ...head });

  it('should accept every label from 0.5 on, best first, whatever topK is', () => {
    const decision = decide(sigmoidHead({ topK: 1 }), [0, -0.1, 1.5]);
    expect(labelsOf(decision.accepted)).toEqual(['green', 'red']);
    expect(decision.scores).toEqual([
      { label: 'green', index: 2, score: expect.closeTo(0.8175744761936437, 14) as number },
    ]);
  });

  it('should divide the logits by the temperature', () => {
    const head = { ...sigmoidHead(), calibration: { temperature: 2 } };
    expect(decide(head, [1, -2, 3]).scores.map((s) => s.score)).toEqual([
      expect.closeTo(0.8175744761936437, 14),
      expect.closeTo(0.6224593312018546, 14),
      expect.closeTo(0.2689414213699951, 14),
    ]);
  });

  it('should calibrate probabilities by their logit', () => {
    const head = { ...sigmoidHead({ values: 'probabilities' }), calibration: { temperature: 2 } };
    expect(decide(head, [0.7, 0.2, 0.1]).scores.map((s) => s.score)).toEqual([
      expect.closeTo(0.6043560762610399, 14),
      expect.closeTo(0.3333333333333333, 14),
      expect.closeTo(0.25000000000000006, 14),
    ]);
    expect(decide(head, [1, 0, 0.5]).scores.map((s) => s.score)).toEqual([1, 0.5, 0]);
  });
});

describe('decide with input it cannot use', () => {
  it.each([NaN, Infinity, -Infinity])('should name the position of a logit of %d', (value) => {
    expect(() => decide(config(), [0, value, 0])).toThrow(
      `Logit 1 is ${String(value)}; a decision needs finite logits.`,
    );
    expect(() => decide(config(), [0, value, 0])).toThrow(InvalidLogitsError);
  });

  it('should find out that the output holds logits where the card says probabilities', () => {
    expect(() => decide(config({ values: 'probabilities' }), [0.5, 12, -3])).toThrow(
      /Logit 1 is 12; a decision needs probabilities/,
    );
  });

  it('should allow probabilities what rounding adds to them', () => {
    const decision = decide(config({ values: 'probabilities' }), [1.004, -0.004, 0]);
    expect(decision.scores.map((s) => s.score)).toEqual([1, 0, 0]);
  });

  it('should reject another number of logits than labels', () => {
    expect(() => decide(config(), [1, 2])).toThrow(LabelCountMismatchError);
  });

  it.each([
    [{ allow: ['geen'] }, 'options.allow'],
    [{ deny: ['geen'] }, 'options.deny'],
    [{ threshold: { geen: 0.5 } }, 'options.threshold'],
    [{ threshold: 1.1 }, 'options.threshold'],
    [{ threshold: { red: NaN } }, 'options.threshold'],
    [{ allow: [] }, 'options.allow'],
    [{ deny: ['red', 'amber', 'green'] }, 'options.allow'],
    [{ topK: 0 }, 'options.topK'],
  ])('should reject the options %j', (options, argument) => {
    const call = () => decide(config() as DecisionConfig, [1, 2, 3], options as object);
    expect(call).toThrow(InvalidArgumentError);
    expect(call).toThrow(argument);
  });
});
