import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OutputFileError } from './output-file-error.js';

/**
 * Writes a file and the folders above it, all or nothing: what was there before stays until the new bytes
 * are on the disk.
 *
 * @throws OutputFileError
 */
export const writeOutputFile = async (path: string, data: string | Uint8Array): Promise<void> => {
  const partial = `${path}.partial`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(partial, 'w');
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (cause) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw new OutputFileError({ path, cause });
  }
};
