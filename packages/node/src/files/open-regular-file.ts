import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** A path names a folder (`EISDIR`), or a pipe, socket or device (`ENOTREG`) where a file is needed. */
export class NotRegularFileError extends Error {
  readonly code: 'EISDIR' | 'ENOTREG';

  constructor(isDirectory: boolean) {
    super(isDirectory ? 'it is a folder' : 'it is not a regular file');
    this.name = 'NotRegularFileError';
    this.code = isDirectory ? 'EISDIR' : 'ENOTREG';
  }
}

/**
 * Opens a file for reading. A plain `open` of a pipe blocks a thread of the process until someone writes
 * to it, with no way to end the wait; this one looks first.
 *
 * @throws NotRegularFileError, or what the file system throws.
 */
export const openRegularFile = async (path: string): Promise<FileHandle> => {
  // Windows has neither the flag nor the pipes.
  const nonBlocking = (constants.O_NONBLOCK as number | undefined) ?? 0;
  const file = await open(path, constants.O_RDONLY | nonBlocking);
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new NotRegularFileError(stats.isDirectory());
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
};

/** Reads a whole file; as `openRegularFile`. */
export const readRegularFile = async (path: string, signal?: AbortSignal): Promise<Buffer> => {
  const file = await openRegularFile(path);
  try {
    return await file.readFile({ signal });
  } finally {
    await file.close();
  }
};
