import { stat } from 'node:fs/promises';

/** What tells one content of a file from another without reading it. */
export interface FileStamp {
  readonly size: number;
  readonly modifiedMs: number;
}

/** Undefined where there is no regular file, any more or yet. */
export const stampOf = async (path: string): Promise<FileStamp | undefined> => {
  try {
    const stats = await stat(path);
    return stats.isFile() ? { size: stats.size, modifiedMs: stats.mtimeMs } : undefined;
  } catch {
    return undefined;
  }
};

export const isSameStamp = (one: FileStamp | undefined, other: FileStamp | undefined): boolean =>
  one?.size === other?.size && one?.modifiedMs === other?.modifiedMs;
