import { CameraSourceError, type CameraSourceReason } from './camera-source-error.js';

const FAULTS: Readonly<Record<string, readonly [CameraSourceReason, string]>> = {
  ENOENT: ['not-found', 'there is no such file or folder'],
  ENOTDIR: ['not-a-directory', 'it is not a folder'],
  ENAMETOOLONG: ['not-found', 'there is no such file or folder'],
  EISDIR: ['is-directory', 'it is a folder'],
  ENOTREG: ['unreadable', 'it is not a regular file'],
  EACCES: ['permission', 'this process may not read it'],
  EPERM: ['permission', 'this process may not read it'],
};

/** What the file system throws, as the source's error. */
export const fileFault = (source: string, cause: unknown): CameraSourceError => {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const [reason, detail] = FAULTS[code] ?? ['unreadable', message];
  return new CameraSourceError({ source, reason, detail, cause });
};
