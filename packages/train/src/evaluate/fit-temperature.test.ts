import { InvalidArgumentError } from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import { fitTemperature } from './fit-temperature.js';

const EXAMPLES = {
  logits: [2.0, 1.0, 0.1, 0.2, 3.0, 0.5, 1.5, 1.4, 0.2, 0.1, 0.2, 0.3, 2.5, 0.0, 1.0],
  labels: [0, 1, 1, 0, 0],
  classCount: 3,
};

describe('fitTemperature', () => {
  it('should find the minimum that a golden-section search in numpy finds', () => {
    const fit = fitTemperature(EXAMPLES);
    expect(fit.temperature).toBeCloseTo(0.4066065413593562, 6);
    expect(fit.isAtBound).toBe(false);
    expect(fit.nllBefore).toBeCloseTo(0.5794045398238786, 12);
    expect(fit.nllAfter).toBeCloseTo(0.46629515413315303, 12);
  });

  it('should scale with the logits', () => {
    const fit = fitTemperature({ ...EXAMPLES, logits: EXAMPLES.logits.map((logit) => logit * 3) });
    expect(fit.temperature).toBeCloseTo(3 * 0.4066065413593562, 6);
  });

  it.each([
    ['lowest', 'all answers are right', 0, 0.1],
    ['highest', 'all answers are wrong', 1, 10],
  ])('should stop at the %s temperature when %s, and say so', (_, __, label, temperature) => {
    const fit = fitTemperature({ logits: [1, 0], labels: [label], classCount: 2 });
    expect(fit.temperature).toBeCloseTo(temperature, 9);
    expect(fit.isAtBound).toBe(true);
  });

  it.each([
    ['no examples', { logits: [], labels: [], classCount: 2 }],
    ['rows of another length', { logits: [1, 2, 3], labels: [0], classCount: 2 }],
    ['an unknown label', { logits: [1, 2], labels: [2], classCount: 2 }],
    ['NaN', { logits: [1, Number.NaN], labels: [1], classCount: 2 }],
  ])('should refuse %s', (_, examples) => {
    expect(() => fitTemperature(examples)).toThrow(InvalidArgumentError);
  });
});
