import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ModelCard, parseModelCard } from '@ocelli/core';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { PACK_IDS, packCard } from './pack-card.js';

const MAX_MODEL_BYTES = 5_000_000;

/** The card as it lies beside its weights, for tools that read no TypeScript. */
const cardFile = (card: ModelCard) => ({
  $schema: '../../../core/schema/model-card.json',
  ...card,
  variants: card.variants.map((variant) => ({
    ...variant,
    file: { ...variant.file, url: basename(variant.file.url) },
  })),
});

describe.each(PACK_IDS)('packs/%s', (id) => {
  it('should hold a valid card', async () => {
    const card = await packCard(id);
    expect(parseModelCard(JSON.parse(JSON.stringify(card)))).toEqual(card);
    expect(card.id).toBe(id);
  });

  // `npm run cards -w @ocelli/models` writes the file anew; this fails when it is out of date.
  it('should hold the same card as JSON', async () => {
    const text = JSON.stringify(cardFile(await packCard(id)));
    await expect(await format(text, { parser: 'json', printWidth: 100 })).toMatchFileSnapshot(
      `../../packs/${id}/card.json`,
    );
  });

  it('should hold the weights that the card names, small enough to ship', async ({ skip }) => {
    for (const { file } of (await packCard(id)).variants) {
      const path = fileURLToPath(file.url);
      if (file.sha256 === undefined) skip('the pack is not trained yet');
      expect(existsSync(path), path).toBe(true);
      const bytes = readFileSync(path);
      expect(bytes.length).toBe(file.bytes);
      expect(bytes.length).toBeLessThanOrEqual(MAX_MODEL_BYTES);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
    }
  });
});
