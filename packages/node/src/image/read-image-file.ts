import { lstat, open } from 'node:fs/promises';

import { ImageDecodeError, type ImageDecodeReason } from './image-decode-error.js';

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

const describe = async (
  path: string,
  error: unknown,
): Promise<{ reason: ImageDecodeReason; detail: string } | undefined> => {
  switch (codeOf(error)) {
    case 'ENOENT':
    case 'ELOOP': {
      const isLink = await lstat(path).then(
        (stats) => stats.isSymbolicLink(),
        () => false,
      );
      return isLink
        ? {
            reason: 'broken-symlink',
            detail: 'it is a symbolic link to a file that does not exist',
          }
        : { reason: 'not-found', detail: 'there is no such file' };
    }
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
      return { reason: 'not-found', detail: 'there is no such file' };
    case 'EISDIR':
      return { reason: 'is-directory', detail: 'it is a folder' };
    case 'EACCES':
    case 'EPERM':
      return { reason: 'permission', detail: 'this process may not read it' };
    case 'ERR_FS_FILE_TOO_LARGE':
      return { reason: 'too-large', detail: 'the file has more than 2 GiB' };
    default:
      return undefined;
  }
};

/**
 * Reads a whole image file.
 *
 * @throws ImageDecodeError when there is no readable, regular file with at least one byte.
 */
export const readImageFile = async (path: string, signal?: AbortSignal): Promise<Uint8Array> => {
  try {
    const file = await open(path, 'r');
    try {
      const stats = await file.stat();
      if (stats.isDirectory()) {
        throw new ImageDecodeError({
          source: path,
          reason: 'is-directory',
          detail: 'it is a folder',
        });
      }
      if (!stats.isFile()) {
        // A device or a pipe may never end.
        throw new ImageDecodeError({
          source: path,
          reason: 'not-an-image',
          detail: 'it is not a regular file',
        });
      }
      return await file.readFile({ signal });
    } finally {
      await file.close();
    }
  } catch (error) {
    signal?.throwIfAborted();
    const known = await describe(path, error);
    if (known === undefined) throw error;
    throw new ImageDecodeError({ source: path, ...known, cause: error });
  }
};
