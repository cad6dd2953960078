import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CheckpointWriteError } from '../../checkpoint/checkpoint-errors.js';
import type { CheckpointStore } from '../../checkpoint/checkpoint-store.js';

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined;

/** Makes the rename itself last; some file systems and Windows have no handles of directories. */
const syncDirectory = async (path: string): Promise<void> => {
  try {
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // The file is complete under either name.
  }
};

/**
 * Keeps checkpoints in one file, which is replaced as a whole: the new one is written beside it, flushed to
 * the disk, and renamed over it. Folders on the way are made.
 *
 * `save` rejects with `CheckpointWriteError` (disk full, no permission), the old file untouched.
 */
export const createFileCheckpointStore = (path: string): CheckpointStore => ({
  save: async (bytes) => {
    const temporary = `${path}.part`;
    try {
      await mkdir(dirname(path), { recursive: true });
      const handle = await open(temporary, 'w');
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, path);
      await syncDirectory(dirname(path));
    } catch (cause) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw new CheckpointWriteError({ path, code: codeOf(cause), cause });
    }
  },
  load: async () => {
    try {
      return await readFile(path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  },
});
