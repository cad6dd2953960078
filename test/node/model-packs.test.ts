import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createClassifier, createFrame, type ModelCard } from '@ocelli/core';
import { PACK_IDS, packCard } from '@ocelli/models';
import { createNodeBackend } from '@ocelli/node';
import { describe, expect, it } from 'vitest';
import { parseJsonLines, runOcelli } from './cli-process.js';

const cards: ModelCard[] = await Promise.all(PACK_IDS.map((id) => packCard(id)));

const isTrained = ({ variants }: ModelCard): boolean => variants[0]?.file.sha256 !== undefined;

const grayFrame = () =>
  createFrame({
    width: 90,
    height: 60,
    format: 'rgb',
    data: new Uint8Array(90 * 60 * 3).fill(120),
    timestampUs: 0,
    sequence: 0,
  });

describe.each(cards)('the pack $id', (card) => {
  it('should give its golden outputs on the CPU', async ({ skip }) => {
    if (!isTrained(card)) skip('the pack is not trained yet');
    expect(card.golden).toBeDefined();
    await using classifier = await createClassifier({
      card,
      backend: createNodeBackend(),
      executionProviders: ['cpu'],
    });
    expect(classifier.attempts[0]?.reason).toContain('self-check within');
    using frame = grayFrame();
    const { scores, provenance } = await classifier.classify(frame);
    expect(provenance.sha256).toBe(card.variants[0]?.file.sha256);
    expect(card.labels).toContain(scores[0]?.label);
  });

  it('should be known on the command line by its id', async ({ skip }) => {
    if (!isTrained(card)) skip('the pack is not trained yet');
    const { code, stdout } = await runOcelli(['inspect', card.id, '--json']);
    expect(code).toBe(0);
    expect(JSON.stringify(parseJsonLines(stdout))).toContain(card.labels[0]);
  });

  it('should have a recipe that makes it', () => {
    const path = fileURLToPath(
      new URL(`../../packages/models/recipes/${card.id}.json`, import.meta.url),
    );
    const recipe = JSON.parse(readFileSync(path, 'utf8')) as {
      card: { id: string };
      data: { labels: string };
      augmentation: { flipHorizontal?: number; flipVertical?: number; quarterTurns?: boolean };
    };
    expect(recipe.card.id).toBe(card.id);
    expect(existsSync(new URL(recipe.data.labels, `file://${path}`))).toBe(true);
    // A mirrored sign is another sign.
    if (card.id !== 'traffic-sign') return;
    const { flipHorizontal, flipVertical, quarterTurns } = recipe.augmentation;
    expect([flipHorizontal, flipVertical, quarterTurns]).toEqual([undefined, undefined, undefined]);
  });
});
