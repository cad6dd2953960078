import { readdir } from 'node:fs/promises';

/** Endings of the files that `decodeImage` reads. */
const ENDINGS = /\.(jpe?g|png|webp|avif|tiff?|gif)$/i;

const order = new Intl.Collator('en', { numeric: true });

/** `2` before `10`; names that differ in no other way by their code units. */
export const byNaturalOrder = (a: string, b: string): number =>
  order.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);

/** Names of the pictures right in a folder, in natural order; hidden files and other files are passed over. */
export const listPictures = async (folder: string): Promise<string[]> => {
  const names = await readdir(folder);
  return names.filter((name) => !name.startsWith('.') && ENDINGS.test(name)).sort(byNaturalOrder);
};
