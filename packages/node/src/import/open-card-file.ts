import { dirname, resolve } from 'node:path';

import { parseModelCard } from '@ocelli/core';

import type { OpenedModel } from './opened-model.js';
import { readJsonFile } from './read-json-file.js';

/** Paths in a card are relative to the card; URLs stay. One letter before a colon is a drive. */
const resolveUrl = (url: string, folder: string): string =>
  /^[a-z][a-z0-9+.-]+:/i.test(url) ? url : resolve(folder, url);

/**
 * Opens a model card that was saved as JSON. Relative paths of its files are taken from its own folder.
 *
 * @throws ModelOpenError when the file is missing or no JSON, ModelCardError when it is no valid card.
 *
 * @example
 * const { card } = await openCardFile('models/traffic-sign/card.json');
 */
export const openCardFile = async (path: string): Promise<OpenedModel> => {
  const card = parseModelCard(await readJsonFile(path));
  const folder = dirname(resolve(path));
  const variants = card.variants.map((variant) => ({
    ...variant,
    file: { ...variant.file, url: resolveUrl(variant.file.url, folder) },
  }));
  return { card: { ...card, variants }, assumptions: [] };
};
