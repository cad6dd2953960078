import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** A file on this machine that is part of a model. */
export interface DescribedFile {
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** Reads a file once for its size and hash. Throws what the file system throws. */
export const describeFile = async (path: string): Promise<DescribedFile> => {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { path, bytes, sha256: hash.digest('hex') };
};
