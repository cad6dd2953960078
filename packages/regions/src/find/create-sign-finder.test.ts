import {
  type Classification,
  FrameClosedError,
  InvalidArgumentError,
  type RegionOfInterest,
} from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import { paintFrame, type PaintedSign, paintSigns, RED, WHITE } from '../testing/paint-frame.js';
import { createSignFinder, type RegionClassifier } from './create-sign-finder.js';
import type { SignEvent } from './sign-event.js';

const LABELS = ['stop', 'yield', 'keep-right'] as const;
type Label = (typeof LABELS)[number];
const LOOKS = { stop: 'red-disc', yield: 'red-triangle-down', 'keep-right': 'blue-disc' } as const;

/** Answers with the given scores, one list per call, the last one again and again. */
const scripted = (...answers: readonly (readonly number[])[]) => {
  const regions: RegionOfInterest[] = [];
  const classifier: RegionClassifier<Label> = {
    card: { labels: LABELS },
    classify: (frame, options) => {
      if (options?.signal?.aborted) return Promise.reject(options.signal.reason as Error);
      if (options?.regionOfInterest !== undefined) regions.push(options.regionOfInterest);
      const values = answers[Math.min(regions.length, answers.length) - 1] ?? [];
      const scores = values.map((score, index) => ({
        label: LABELS[index] ?? 'stop',
        index,
        score,
      }));
      return Promise.resolve({ scores } as Partial<Classification<Label>> as Classification<Label>);
    },
  };
  return { classifier, regions };
};

const sign = (x: number): PaintedSign => ({
  shape: 'disc',
  box: [x, 60, 50, 50],
  fill: RED,
  inner: { share: 0.76, fill: WHITE },
});

/** Shows a sign on the first frames, then none; 25 frames per second. */
const watch = async (
  finder: ReturnType<typeof createSignFinder<Label>>,
  { shown = 8, frames = 22 } = {},
) => {
  const events: SignEvent<Label>[] = [];
  for (let k = 0; k < frames; k++) {
    using frame = paintFrame(paintSigns(k < shown ? [sign(100 + 2 * k)] : []), {
      timestampUs: 40_000 * k,
    });
    events.push(...(await finder.find(frame)).events);
  }
  return events;
};

describe('createSignFinder', () => {
  it('should name a sign once while it is there, and say when it left', async () => {
    const { classifier, regions } = scripted([0.95, 0.03, 0.02]);
    const events = await watch(createSignFinder(classifier, { looks: LOOKS }));
    expect(events.map(({ kind, label, trackId }) => [kind, label, trackId])).toEqual([
      ['entered', 'stop', 1],
      ['left', 'stop', 1],
    ]);
    expect(events[0]).toMatchObject({ sinceUs: 0 });
    // A tenth round 50 pixels, and 5 at least.
    expect(regions[0]?.width).toBeGreaterThan(56);
    expect(regions[0]?.width).toBeLessThan(66);
  });

  it('should not name what gets another label from crop to crop', async () => {
    const answers = Array.from({ length: 10 }, (_, k) =>
      k % 2 === 0 ? [0.9, 0, 0.1] : [0.1, 0, 0.9],
    );
    const { classifier, regions } = scripted(...answers);
    expect(await watch(createSignFinder(classifier), { shown: 10 })).toEqual([]);
    expect(regions.length).toBeGreaterThan(5);
  });

  it('should not name what the classifier takes for a sign of another look', async () => {
    const { classifier } = scripted([0.02, 0.9, 0.08]);
    expect(await watch(createSignFinder(classifier, { looks: LOOKS }))).toEqual([]);
    expect((await watch(createSignFinder(classifier)))[0]?.label).toBe('yield');
  });

  it('should not name what was seen too short', async () => {
    const { classifier } = scripted([1, 0, 0]);
    expect(await watch(createSignFinder(classifier, { minCrops: 4 }), { shown: 3 })).toEqual([]);
  });

  it('should correct itself', async () => {
    const wrong = [0.05, 0.9, 0.05];
    const right = [0.999, 0.001, 0];
    const { classifier } = scripted(wrong, wrong, wrong, wrong, right);
    const events = await watch(createSignFinder(classifier), { shown: 16, frames: 16 });
    expect(events.map(({ kind, label }) => [kind, label])).toEqual([
      ['entered', 'yield'],
      ['changed', 'stop'],
    ]);
  });

  it('should list what is followed, named or not', async () => {
    const { classifier } = scripted([0.95, 0.03, 0.02]);
    const finder = createSignFinder(classifier);
    const labels: (string | undefined)[] = [];
    for (let k = 0; k < 7; k++) {
      using frame = paintFrame(paintSigns([sign(100)]), { timestampUs: 40_000 * k });
      labels.push(...(await finder.find(frame)).sightings.map(({ label }) => label));
    }
    expect(labels).toEqual([undefined, undefined, 'stop', 'stop', 'stop']);
  });

  it('should not classify a sign that is cut off by the edge', async () => {
    const { classifier, regions } = scripted([1, 0, 0]);
    const finder = createSignFinder(classifier);
    for (let k = 0; k < 5; k++) {
      using frame = paintFrame(paintSigns([sign(-8)]), { timestampUs: 40_000 * k });
      await finder.find(frame);
    }
    expect(regions).toEqual([]);
  });

  it('should classify no more regions per frame than allowed, in turn', async () => {
    const { classifier, regions } = scripted([1, 0, 0]);
    const finder = createSignFinder(classifier, { maxCropsPerFrame: 1 });
    for (let k = 0; k < 3; k++) {
      using frame = paintFrame(paintSigns([sign(40), sign(200)]), { timestampUs: 40_000 * k });
      await finder.find(frame);
    }
    expect(regions.map(({ x }) => x > 120)).toHaveLength(2);
    expect(new Set(regions.map(({ x }) => x > 120)).size).toBe(2);
  });

  it('should let named signs leave on reset', async () => {
    const { classifier } = scripted([1, 0, 0]);
    const finder = createSignFinder(classifier);
    await watch(finder, { shown: 8, frames: 8 });
    expect(finder.reset().map(({ kind, label }) => [kind, label])).toEqual([['left', 'stop']]);
    expect(finder.reset()).toEqual([]);
  });

  it('should go on after a call that failed', async () => {
    const { classifier } = scripted([1, 0, 0]);
    const finder = createSignFinder(classifier);
    const reason = new Error('enough');
    for (let k = 0; k < 3; k++) {
      using frame = paintFrame(paintSigns([sign(100)]), { timestampUs: 40_000 * k });
      const call = finder.find(frame, { signal: AbortSignal.abort(reason) });
      if (k === 0) await call;
      else await expect(call).rejects.toBe(reason);
    }
    const frames = 12;
    const kinds: string[] = [];
    for (let k = 3; k < frames; k++) {
      using frame = paintFrame(paintSigns([sign(100)]), { timestampUs: 40_000 * k });
      kinds.push(...(await finder.find(frame)).events.map(({ kind }) => kind));
    }
    expect(kinds).toEqual(['entered']);
  });

  it('should refuse closed frames, unknown labels and options out of range', async () => {
    const { classifier } = scripted([1, 0, 0]);
    const frame = paintFrame(() => WHITE);
    frame.close();
    await expect(createSignFinder(classifier).find(frame)).rejects.toThrow(FrameClosedError);
    const looks: Record<string, 'red-disc'> = { stopp: 'red-disc' };
    expect(() => createSignFinder(classifier, { looks })).toThrow('"stopp"');
    expect(() => createSignFinder(classifier, { enterScore: 2 })).toThrow(InvalidArgumentError);
    expect(() => createSignFinder(classifier, { minCrops: 0 })).toThrow('options.minCrops');
  });
});
