import { describe, expect, it } from 'vitest';
import { TrackEvidence } from './track-evidence.js';

const scores = (...values: number[]) => ({
  scores: values.map((score, index) => ({ label: `l${index}`, index, score })),
});
const any = () => true;

describe('TrackEvidence', () => {
  it('should have decided nothing before the first crop', () => {
    expect(new TrackEvidence(3).fuse(any)).toBeUndefined();
  });

  it('should give the normalised geometric mean', () => {
    const evidence = new TrackEvidence(2);
    evidence.add(scores(0.9, 0.1), 1);
    evidence.add(scores(0.6, 0.4), 1);
    const [a, b] = [Math.sqrt(0.9 * 0.6), Math.sqrt(0.1 * 0.4)];
    expect(evidence.fuse(any)).toMatchObject({ index: 0, crops: 2 });
    expect(evidence.fuse(any)?.score).toBeCloseTo(a / (a + b), 12);
  });

  it('should not grow surer by copies of one crop', () => {
    const evidence = new TrackEvidence(2);
    for (let k = 0; k < 50; k++) evidence.add(scores(0.7, 0.3), 0.5);
    expect(evidence.fuse(any)?.score).toBeCloseTo(0.7, 12);
  });

  it('should count large crops for more', () => {
    const evidence = new TrackEvidence(2);
    evidence.add(scores(0.2, 0.8), 0.2);
    evidence.add(scores(0.8, 0.2), 1);
    expect(evidence.fuse(any)?.index).toBe(0);
  });

  it('should decide among the labels of the look, and say how much went to them', () => {
    const evidence = new TrackEvidence(3);
    evidence.add(scores(0.5, 0.3, 0.2), 1);
    const fused = evidence.fuse((index) => index > 0);
    expect(fused?.index).toBe(1);
    expect(fused?.score).toBeCloseTo(0.6, 12);
    expect(fused?.lookShare).toBeCloseTo(0.5, 12);
    expect(evidence.fuse(() => false)).toBeUndefined();
  });

  it('should let one bad crop not rule a label out', () => {
    const evidence = new TrackEvidence(2);
    evidence.add(scores(0, 1), 1);
    for (let k = 0; k < 9; k++) evidence.add(scores(0.99, 0.01), 1);
    expect(evidence.fuse(any)?.index).toBe(0);
  });
});
