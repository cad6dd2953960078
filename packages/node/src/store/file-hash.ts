import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Streams a file through a hash; gives the hash object, so that more bytes can follow. */
export const hashFile = async (
  path: string,
  signal?: AbortSignal,
): Promise<ReturnType<typeof createHash>> => {
  const hash = createHash('sha256');
  // One MiB at a time: four times fewer turns of the event loop than with the default of 64 KiB.
  const stream = createReadStream(path, { highWaterMark: 1 << 20, signal });
  try {
    for await (const chunk of stream) hash.update(chunk as Buffer);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
  return hash;
};
