import { InvalidArgumentError } from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import type { RegionProposal } from '../propose/region-proposal.js';
import { createTracker } from './create-tracker.js';

const at = (x: number, y = 100, side = 30): RegionProposal => ({
  box: { x, y, width: side, height: side },
  look: 'red-disc',
  score: 0.9,
});

const FRAME_US = 40_000;

describe('createTracker', () => {
  it('should report a region once it was found often and long enough, under one id', () => {
    const tracker = createTracker({ minHits: 3, dwellMs: 80 });
    const updates = [0, 1, 2, 3].map((k) => tracker.update([at(100 + 4 * k)], k * FRAME_US));
    expect(updates.map(({ events }) => events.map(({ kind }) => kind))).toEqual([
      [],
      [],
      ['appeared'],
      [],
    ]);
    expect(new Set(updates.flatMap(({ found }) => found.map(({ id }) => id)))).toEqual(
      new Set([1]),
    );
  });

  it('should wait for the dwell where frames come fast', () => {
    const tracker = createTracker({ minHits: 2, dwellMs: 100 });
    const kinds = [0, 10_000, 20_000, 99_000, 100_000].map(
      (us) => tracker.update([at(100)], us).events.length,
    );
    expect(kinds).toEqual([0, 0, 0, 0, 1]);
  });

  it('should go on with a region that was missed, where its motion takes it', () => {
    const tracker = createTracker({ maxMissMs: 400 });
    for (let k = 0; k < 5; k++) tracker.update([at(100 + 20 * k)], k * FRAME_US);
    for (let k = 5; k < 9; k++) tracker.update([], k * FRAME_US);
    const { found } = tracker.update([at(100 + 20 * 9)], 9 * FRAME_US);
    expect(found.map(({ id, hits }) => [id, hits])).toEqual([[1, 6]]);
  });

  it('should report that a region is gone after it was missed for longer than that', () => {
    const tracker = createTracker({ maxMissMs: 100 });
    for (let k = 0; k < 4; k++) tracker.update([at(100)], k * FRAME_US);
    expect(tracker.update([], 5 * FRAME_US).events).toEqual([]);
    const { events } = tracker.update([], 6 * FRAME_US);
    expect(events.map(({ kind, track }) => [kind, track.id])).toEqual([['disappeared', 1]]);
  });

  it('should say nothing of a region that was never confirmed', () => {
    const tracker = createTracker({ maxMissMs: 50 });
    tracker.update([at(100)], 0);
    expect(tracker.update([], 10 * FRAME_US).events).toEqual([]);
  });

  it('should keep two regions apart that pass each other', () => {
    const tracker = createTracker();
    for (let k = 0; k <= 10; k++) {
      tracker.update([at(100 + 10 * k, 100), at(200 - 10 * k, 128)], k * FRAME_US);
    }
    const { found } = tracker.update([at(210, 100), at(90, 128)], 11 * FRAME_US);
    expect(found.map(({ id, box }) => [id, box.x]).sort()).toEqual([
      [1, 210],
      [2, 90],
    ]);
  });

  it('should not take a region of another size or place for the same', () => {
    const tracker = createTracker();
    tracker.update([at(100, 100, 30)], 0);
    const { found } = tracker.update([at(100, 100, 80), at(300)], FRAME_US);
    expect(found.map(({ id }) => id)).toEqual([2, 3]);
  });

  it('should take the look that was seen most', () => {
    const tracker = createTracker();
    tracker.update([{ ...at(100), look: 'barred-disc' }], 0);
    tracker.update([at(100)], FRAME_US);
    const { found } = tracker.update([at(100)], 2 * FRAME_US);
    expect(found.map(({ look }) => look)).toEqual(['red-disc']);
  });

  it('should end all tracks when capture time goes back, and on reset', () => {
    const tracker = createTracker();
    for (let k = 0; k < 4; k++) tracker.update([at(100)], k * FRAME_US);
    const { events, found } = tracker.update([at(100)], 0);
    expect(events.map(({ kind }) => kind)).toEqual(['disappeared']);
    expect(found.map(({ id }) => id)).toEqual([2]);
    expect(tracker.reset()).toEqual([]);
  });

  it('should refuse counts and times out of range', () => {
    expect(() => createTracker({ minHits: 0 })).toThrow(InvalidArgumentError);
    expect(() => createTracker({ maxMissMs: -1 })).toThrow('config.maxMissMs');
  });
});
