import { lstat } from 'node:fs/promises';

import { readRegularFile } from '../files/open-regular-file.js';
import { ImageDecodeError, type ImageDecodeReason } from '@ocelli/core/runtime';

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

const describe = async (
  path: string,
  error: unknown,
): Promise<{ reason: ImageDecodeReason; detail: string }> => {
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
    case 'ERR_INVALID_ARG_VALUE': // a null byte, which no path holds
      return { reason: 'not-found', detail: 'there is no such file' };
    case 'EISDIR':
      return { reason: 'is-directory', detail: 'it is a folder' };
    // A device, a pipe or a socket may never end.
    case 'ENOTREG':
    case 'ENXIO':
      return { reason: 'not-an-image', detail: 'it is not a regular file' };
    case 'EACCES':
    case 'EPERM':
      return { reason: 'permission', detail: 'this process may not read it' };
    case 'ERR_FS_FILE_TOO_LARGE':
      return { reason: 'too-large', detail: 'the file has more than 2 GiB' };
    default:
      return { reason: 'unreadable', detail: (error as Error).message };
  }
};

/**
 * Reads a whole image file.
 *
 * @throws ImageDecodeError when there is no readable, regular file with at least one byte.
 */
export const readImageFile = async (path: string, signal?: AbortSignal): Promise<Uint8Array> => {
  try {
    return await readRegularFile(path, signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw new ImageDecodeError({ source: path, ...(await describe(path, error)), cause: error });
  }
};
