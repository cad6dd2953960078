import { createClassifier } from '@ocelli/core';
import { trafficSign } from '@ocelli/models/traffic-sign';
import { createNodeBackend } from '@ocelli/node';
import { createSignFinder, createSignProposer, GERMAN_SIGN_LOOKS } from '@ocelli/regions';
import { createRoadScene, SIGN_LABELS, type Weather } from '@ocelli/scenes';
import { describe, expect, it } from 'vitest';
import { drive, isPlainToSee, signIn } from './regions-road.js';

/** A few seconds of each; `test/bench/road-signs.mjs` drives for minutes. */
const SECONDS = 8;

describe('signs of a simulated road', { timeout: 600_000 }, () => {
  it.each<{ weather: Weather; seed: number }>([
    { weather: 'clear', seed: 21 },
    { weather: 'rain', seed: 23 },
    { weather: 'night', seed: 26 },
  ])('should be proposed on nearly every frame: $weather', async ({ weather, seed }) => {
    const proposer = createSignProposer();
    let [asked, proposed, wrong, frames] = [0, 0, 0, 0];
    await drive(createRoadScene({ seed, weather, fps: 12.5 }), SECONDS, (frame, truth) => {
      const boxes = proposer.propose(frame).map(({ box }) => box);
      const found = new Set(boxes.map((box) => signIn(truth, box, 0.5)?.id));
      const plain = truth.signs.filter(isPlainToSee);
      asked += plain.length;
      proposed += plain.filter(({ id }) => found.has(id)).length;
      wrong += boxes.filter((box) => signIn(truth, box, 0.1) === undefined).length;
      frames += 1;
    });
    expect(asked).toBeGreaterThan(15);
    expect(proposed / asked).toBeGreaterThanOrEqual(0.85);
    expect(wrong / frames).toBeLessThan(0.5);
  });

  it('should be named while they come, and nothing else', async ({ skip }) => {
    if (trafficSign.variants[0]?.file.sha256 === undefined) skip('the pack is not trained yet');
    await using classifier = await createClassifier({
      card: trafficSign,
      backend: createNodeBackend(),
      executionProviders: ['cpu'],
    });
    const finder = createSignFinder(classifier, { looks: GERMAN_SIGN_LOOKS });
    const plain = new Map<number, string>();
    const right = new Set<number>();
    const wrong: string[] = [];
    await drive(createRoadScene({ seed: 21, fps: 25 }), 1.5 * SECONDS, async (frame, truth) => {
      for (const { id, label } of truth.signs.filter(isPlainToSee)) plain.set(id, label);
      const { events } = await finder.find(frame);
      for (const { kind, label, box } of events) {
        if (kind === 'left') continue;
        const sign = signIn(truth, box, 0.3);
        if (sign?.label === label) right.add(sign.id);
        else wrong.push(`${label} for ${sign?.label ?? 'no sign'}`);
      }
    });
    expect(plain.size).toBeGreaterThan(3);
    expect([...plain].filter(([id]) => !right.has(id)).map(([, label]) => label)).toEqual([]);
    expect(wrong).toEqual([]);
  });

  it('should have a look for each label of the pack and the scene', () => {
    expect(Object.keys(GERMAN_SIGN_LOOKS).sort()).toEqual([...trafficSign.labels].sort());
    expect(Object.keys(GERMAN_SIGN_LOOKS).sort()).toEqual([...SIGN_LABELS].sort());
  });
});
