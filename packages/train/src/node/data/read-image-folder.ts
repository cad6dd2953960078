import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelCard } from '@ocelli/core';
import { DatasetError } from '../../data/dataset-error.js';
import type { Dataset, LabelledExample } from '../../data/labelled-example.js';
import { matchDatasetLabels } from '../../evaluate/match-dataset-labels.js';
import { byNaturalOrder, listPictures } from './picture-files.js';

export interface ReadImageFolderOptions {
  /** Gives the examples the card's labels; folders may be named after its labels or their aliases. */
  readonly card?: Pick<ModelCard, 'id' | 'labels' | 'labelDetails'>;
  /**
   * Files of a class whose names match with the same first group (or as a whole where there is none) are one
   * group: `/^\d+_(\d+)_/` makes groups of `00020_00004_00001.jpg` and `00020_00004_00002.jpg`.
   */
  readonly groupPattern?: RegExp;
}

const listClasses = async (path: string): Promise<string[]> => {
  let names: string[];
  try {
    names = await readdir(path);
  } catch (cause) {
    const isFile = (cause as NodeJS.ErrnoException).code === 'ENOTDIR';
    const detail = isFile ? 'it is no folder' : 'the folder cannot be read';
    throw new DatasetError({ source: path, reason: 'not-found', detail, cause });
  }
  const folders: string[] = [];
  for (const name of names.filter((each) => !each.startsWith('.'))) {
    const entry = await stat(join(path, name)).catch(() => undefined);
    if (entry?.isDirectory() === true) folders.push(name);
  }
  if (folders.length > 0) return folders.sort(byNaturalOrder);
  const detail = 'it has no subfolder for any class';
  throw new DatasetError({ source: path, reason: 'no-classes', detail });
};

const groupOf = (name: string, label: string, pattern: RegExp | undefined): string | undefined => {
  const match =
    pattern && new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).exec(name);
  return match ? `${label}/${match[1] ?? match[0]}` : undefined;
};

/**
 * Reads a folder with one subfolder per class as a dataset: labels are the names of the subfolders in natural
 * order (`2` before `10`), unless a card is given. Files that are no pictures by their ending, hidden files
 * and deeper folders are passed over; no picture is opened.
 *
 * @throws DatasetError when the folder is missing (`not-found`), has no subfolder (`no-classes`) or one without pictures
 * (`empty-class`); UnknownClassError for a subfolder that the card does not know.
 */
export const readImageFolder = async (
  path: string,
  { card, groupPattern }: ReadImageFolderOptions = {},
): Promise<Dataset> => {
  const labels = await listClasses(path);
  const examples: LabelledExample[] = [];
  for (const [label, name] of labels.entries()) {
    const files = await listPictures(join(path, name));
    if (files.length === 0) {
      const detail = `the folder of class ${name} holds no picture`;
      throw new DatasetError({ source: path, reason: 'empty-class', detail, field: name });
    }
    for (const file of files) {
      const group = groupOf(file, name, groupPattern);
      examples.push({ path: join(path, name, file), label, ...(group !== undefined && { group }) });
    }
  }
  const dataset = { labels, examples };
  return card === undefined ? dataset : matchDatasetLabels(dataset, card).dataset;
};
